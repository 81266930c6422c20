using System.Text.Json;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.TestSupport;
using Bridge.TestSupport.Telegrams;

namespace Bridge.Unit.Devices.Drivers.Serial;

/// <summary>Every folder of tests/Captures/dsmr: bytes, and what they must become. A new case needs no code.</summary>
public sealed class DsmrCaptureTests
{
    public static TheoryData<string> Captures() =>
        [.. Directory.GetDirectories(Folder).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Checkout.Root, "tests", "Captures", "dsmr");

    [Theory]
    [MemberData(nameof(Captures))]
    public void Becomes_what_is_expected_of_it(string name)
    {
        var (input, expected) = Load(name);

        var sink = Decode(expected, [input]);

        Texts(sink.Readings).Should().Equal(ExpectedReadings(expected));
        sink.Faults.Select(static each => each.Fault.Text).Should().Equal(
            expected.GetProperty("faults").EnumerateArray().Select(static each => each.GetString()));
        sink.Info.Should().Be(ExpectedInfo(expected.GetProperty("info")));
        sink.Entities.Select(static entity => entity.Key).Should().BeEquivalentTo(
            expected.GetProperty("readings").EnumerateArray().SelectMany(static each => each.EnumerateObject())
                .Select(static each => each.Name).Distinct(StringComparer.Ordinal));
        foreach (var entity in expected.GetProperty("entities").EnumerateObject())
        {
            Shape(sink.Entities.Single(each => each.Key == entity.Name)).Should().Equal(
                entity.Value.EnumerateArray().Select(static each => each.ToString()), "of {0}", entity.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Becomes_the_same_byte_by_byte_and_cut_anywhere(string name)
    {
        var (input, expected) = Load(name);
        var whole = Decode(expected, [input]);
        var random = new Random(1);
        List<IEnumerable<byte[]>> splits =
            [input.Select(static each => new[] { each }), .. Enumerable.Range(0, 50).Select(_ => Cut(input, random))];

        foreach (var split in splits)
        {
            var sink = Decode(expected, split);

            Texts(sink.Readings).Should().Equal(Texts(whole.Readings));
            sink.Faults.Should().Equal(whole.Faults);
            sink.Entities.Should().Equal(whole.Entities, static (left, right) => Shape(left).SequenceEqual(Shape(right)));
            sink.Descriptions.Should().Be(1);
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Is_found_among_noise(string name)
    {
        var (input, expected) = Load(name);
        byte[] noise = [0xFF, 0x00, .. "1-0:1.8.0(3\r\nnoise!\r\n"u8];
        var slash = input[0];
        var noisy = input.SelectMany(each => each == slash ? [.. noise, each] : new[] { each }).ToArray();

        Texts(Decode(expected, [noisy]).Readings).Should().Equal(ExpectedReadings(expected));
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Never_becomes_a_wrong_reading_when_a_byte_is_flipped(string name)
    {
        var (input, expected) = Load(name);
        var good = ExpectedReadings(expected).ToHashSet(StringComparer.Ordinal);
        var random = new Random(2);
        for (var round = 0; round < 300; round++)
        {
            byte[] flipped = [.. input];
            flipped[random.Next(input.Length)] ^= (byte)(1 << random.Next(8));

            var sink = Decode(expected, [flipped]);

            sink.Readings.Count.Should().BeGreaterThanOrEqualTo(ExpectedReadings(expected).Count() - 1);
            if (input.AsSpan().LastIndexOf((byte)'!') < input.Length - 4)
            {
                Texts(sink.Readings).Should().OnlyContain(reading => good.Contains(reading));
            }
        }
    }

    [Fact]
    public void Captures_of_real_meters_are_read_without_a_fault()
    {
        var samples = Path.Combine(Checkout.Root, "..", "shared", "samples", "p1");
        foreach (var file in Directory.Exists(samples) ? Directory.GetFiles(samples) : [])
        {
            var sink = new RecordingSink();
            var driver = (StreamDriver)DriverCatalog.Find("dsmr")!;

            driver.Create(SettingValues.Defaults, new ManualTime()).Consume(File.ReadAllBytes(file), sink);

            sink.Faults.Should().BeEmpty();
            sink.Readings.Should().ContainSingle();
            sink["gas"].Kind.Should().Be(ValueKind.Number);
        }
    }

    /// <summary>What the whole of a capture is decoded to.</summary>
    internal static RecordingSink Decode(string name)
    {
        var (input, expected) = Load(name);
        return Decode(expected, [input]);
    }

    private static (byte[] Input, JsonElement Expected) Load(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name, "expected.json")));
        return (File.ReadAllBytes(Path.Combine(Folder, name, "input.bin")), document.RootElement.Clone());
    }

    private static RecordingSink Decode(JsonElement expected, IEnumerable<byte[]> parts)
    {
        var driver = (StreamDriver)DriverCatalog.Find("dsmr")!;
        var version = driver.Settings.Single(static setting => setting.Key == "version");
        var given = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [version.Key] = version.Read(expected.GetProperty("version").GetString()!)!,
        };
        var decoder = driver.Create(new SettingValues(given), new ManualTime());
        var sink = new RecordingSink();
        foreach (var part in parts)
        {
            decoder.Consume(part, sink);
        }

        return sink;
    }

    private static IEnumerable<byte[]> Cut(byte[] input, Random random)
    {
        for (var at = 0; at < input.Length;)
        {
            var length = Math.Min(random.Next(1, 400), input.Length - at);
            yield return input[at..(at + length)];
            at += length;
        }
    }

    private static IEnumerable<string> Texts(IEnumerable<Reading> readings) => readings.Select(static reading =>
        string.Join('\n', reading.Values.OrderBy(static each => each.Key, StringComparer.Ordinal)
            .Select(static each => $"{each.Key} = {each.Value}")));

    private static IEnumerable<string> ExpectedReadings(JsonElement expected) =>
        expected.GetProperty("readings").EnumerateArray().Select(static reading =>
            string.Join('\n', reading.EnumerateObject().OrderBy(static each => each.Name, StringComparer.Ordinal)
                .Select(static each => $"{each.Name} = {Text(each.Value)}")));

    // The raw text, because 0.000 is not 0: a meter's decimals are kept.
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "unknown",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private static DeviceInfo ExpectedInfo(JsonElement info) => new()
    {
        Manufacturer = info.TryGetProperty("manufacturer", out var manufacturer) ? manufacturer.GetString() : null,
        Model = info.TryGetProperty("model", out var model) ? model.GetString() : null,
        SerialNumber = info.TryGetProperty("serial_number", out var serial) ? serial.GetString() : null,
        SoftwareVersion = info.TryGetProperty("software_version", out var version) ? version.GetString() : null,
    };

    private static string[] Shape(Entity entity) =>
    [
        entity.Name ?? "", entity.DeviceClass ?? "", entity.Unit ?? "", entity.StateClass.ToString(),
        entity.DisplayPrecision?.ToString() ?? "", entity.Category.ToString(), entity.EnabledByDefault.ToString(),
    ];
}
