using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.TestSupport.Telegrams;
using Bridge.Unit.Discovery;

namespace Bridge.Unit.Devices.Drivers.Serial;

/// <summary>What every capture's meter becomes in Home Assistant.</summary>
public sealed class DsmrDocumentTests
{
    public static TheoryData<string> Captures() => DsmrCaptureTests.Captures();

    [Theory]
    [MemberData(nameof(Captures))]
    public async Task Home_Assistant_takes_the_document_as_it_is(string name)
    {
        var sink = DsmrCaptureTests.Decode(name);

        var message = DeviceDocument.Write(SampleDevices.Context, Meter(sink));

        message.Findings.Should().BeEmpty();
        if (GoldenFiles.Shared("check_payload.py") is { } checker)
        {
            var file = Path.GetTempFileName();
            await File.WriteAllBytesAsync(file, message.Payload!.Value.ToArray());
            var topic = $"homeassistant/device/{message.ObjectId}/config";

            (await GoldenFiles.RunAsync("python3", checker, topic, file) ?? "").Should().BeEmpty();
            File.Delete(file);
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Every_value_is_one_that_its_entity_allows(string name)
    {
        var sink = DsmrCaptureTests.Decode(name);
        var entities = sink.Entities.ToDictionary(static entity => entity.Key, StringComparer.Ordinal);

        foreach (var (key, value) in sink.Readings.SelectMany(static reading => reading.Values))
        {
            var entity = entities[key];
            if (entity.Options.Length > 0)
            {
                entity.Options.Should().Contain(value.Text, "of {0}", key);
            }

            if (value.Kind == ValueKind.Number)
            {
                value.Number.Should().BeInRange(
                    entity.Lowest ?? decimal.MinValue, entity.Highest ?? decimal.MaxValue, "of {0}", key);
            }
        }
    }

    private static DiscoveredDevice Meter(RecordingSink sink) => new()
    {
        IdentityId = "meter",
        Name = "Meter",
        Info = DriverCatalog.Find("dsmr")!.Info.With(sink.Info!),
        Entities = sink.Entities,
        Topics = new(
            "bridge/meter/state",
            "bridge/meter/availability",
            "bridge/meter/diagnostics",
            static key => $"bridge/meter/{key}/set",
            static key => $"bridge/meter/{key}/event",
            static key => $"bridge/meter/{key}/state"),
    };
}
