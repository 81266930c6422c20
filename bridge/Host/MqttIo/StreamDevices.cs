using System.Collections.Immutable;

namespace Bridge.Host.MqttIo;

/// <summary><c>stream_modules</c>: a serial line is a device of the driver <c>lines</c>, which shows each line as a text.</summary>
internal sealed class StreamDevices(DeviceDrafts devices)
{
    private const string Parities = "none even odd";

    /// <summary>Writes a device for each serial line.</summary>
    public void Write(ImmutableArray<ImportedMap> modules)
    {
        foreach (var module in modules)
        {
            if (module.Peek("module")?.Text is not "serial")
            {
                module.LeaveOutAll($"there is no driver for {module.Peek("module")?.Text ?? "a module without its kind"}");
            }
            else if (module.Peek("parity")?.Text is { } parity && !Parities.Split(' ').Contains(parity, StringComparer.Ordinal))
            {
                module.LeaveOutAll($"parity {parity} is not there; {Parities} are");
            }
            else if (module.Peek("stopbits")?.Text is "1.5")
            {
                module.LeaveOutAll("one and a half stop bits are not there");
            }
            else
            {
                WriteOne(module);
            }
        }
    }

    private void WriteOne(ImportedMap module)
    {
        var (page, name) = (devices.Page, module.Peek("name")!.Text!);
        devices.Begin(module, "lines");
        module.Copy("device", "port");
        module.Copy("baud", "baud");
        module.Copy("bytesize", "data_bits");
        module.Copy("parity", "parity");
        module.Copy("stopbits", "stop_bits");
        var isWritten = module.TakeTruth("write") ?? true;
        var isRead = module.TakeTruth("read") ?? true;
        module.LeaveOut("a line is told as soon as it has come", "read_interval", "interval", "timeout");
        module.LeaveOut("states are always retained", "retain");
        module.LeaveOut("text is UTF-8", "encoding");
        module.Rest();
        if (isRead)
        {
            devices.Was("line", "stream", name);
        }

        page.Remark(DeviceDrafts.KeyLevel, "Each line is one text; docs/lines.md says how to take numbers out of it.");
        page.Line(DeviceDrafts.KeyLevel, "format", "regex");
        page.Line(DeviceDrafts.KeyLevel, "pattern", "'^(?<line>.*)$'");
        if (isWritten)
        {
            page.Line(DeviceDrafts.KeyLevel, "command_end", "none");
        }

        page.Line(DeviceDrafts.KeyLevel, "values");
        page.Line(DeviceDrafts.KeyLevel + 1, "line", isWritten ? "{ kind: text, command: '{{value}}' }" : "{}");
    }
}
