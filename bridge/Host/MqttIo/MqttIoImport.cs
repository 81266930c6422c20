using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration.Sources;

namespace Bridge.Host.MqttIo;

/// <summary>Makes a configuration of the bridge out of one of mqtt-io, and says of all that has no place in it why.</summary>
/// <param name="drivers">The device types there are.</param>
internal sealed class MqttIoImport(IReadOnlyList<Driver> drivers)
{
    private const string OldStreams = "of an older mqtt-io; its newer form stands in stream_modules";

    /// <summary>Converts a text; null when it is not YAML, which has been told to <paramref name="fault"/>.</summary>
    /// <param name="text">What the file of mqtt-io holds.</param>
    /// <param name="file">Its name, for comments and messages.</param>
    /// <param name="fault">Told what cannot be read at all: place and reason.</param>
    public Imported? Convert(string text, string file, Action<string> fault)
    {
        var isReadable = true;
        var tree = new YamlTree(
            line => $"{file}:{line}",
            (origin, path, message) =>
            {
                isReadable = false;
                fault(path.Length == 0 ? $"{origin}: {message}" : $"{origin}: {path}: {message}");
            },
            "sections, such as mqtt: and sensor_modules:").Read(text);
        if (tree is null || !isReadable)
        {
            return null;
        }

        var page = new ImportPage();
        page.Remark(0, $"Made from {file} of mqtt-io. What begins with 'left out' has no place here.");
        Write(new ImportedMap(tree, string.Empty, page, 0), page);
        return new LoadableText(drivers).Of(page.Lines, page.LeftOutLines);
    }

    private void Write(ImportedMap root, ImportPage page)
    {
        root.Section("mqtt", 1, BrokerSection.Write);
        var prefix = root.Peek("mqtt")?.Child("topic_prefix")?.Text?.TrimEnd('/');
        root.LeaveOut("it is that of Python; here: logging.level, logging.format, logging.file", "logging");
        root.LeaveOut(OldStreams, "stream_reads", "stream_writes");
        page.Line(0, "devices");
        var devices = new DeviceDrafts(page, prefix is null ? string.Empty : $"{prefix}/");
        var gpio = root.Modules("gpio_modules");
        new PinDevices(devices).Write(gpio, root.Modules("digital_inputs"), root.Modules("digital_outputs"));
        new SensorDevices(devices, drivers).Write(root.Modules("sensor_modules"), root.Modules("sensor_inputs"));
        new StreamDevices(devices).Write(root.Modules("stream_modules"));
        root.Rest();
    }
}

/// <summary>What became of a configuration of mqtt-io.</summary>
/// <param name="Yaml">The configuration of the bridge, which loads without a fault.</param>
/// <param name="LeftOut">What has no place in it, one line each: where it stands, what it is, and why.</param>
internal sealed record Imported(string Yaml, ImmutableArray<string> LeftOut);
