using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.TestSupport;
using Bridge.TestSupport.Telegrams;

namespace Bridge.Unit.Devices.Drivers.Serial;

/// <summary>Every folder of tests/Captures/lines: settings, bytes, and what they must become. A new case needs no code.</summary>
public sealed class LinesCaptureTests
{
    private static string Folder => Path.Combine(Checkout.Root, "tests", "Captures", "lines");

    public static TheoryData<string> Captures() =>
        [.. Directory.GetDirectories(Folder).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Captures))]
    public void Becomes_what_is_expected_of_it_whole_byte_by_byte_and_cut_anywhere(string name)
    {
        var input = File.ReadAllBytes(Path.Combine(Folder, name, "input.bin"));
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name, "expected.json")));
        var settings = SettingsOf(expected.RootElement.GetProperty("settings"));
        var random = new Random(1);
        List<IEnumerable<byte[]>> splits =
        [
            [input], input.Chunk(1), .. Enumerable.Range(0, 50).Select(_ => input.Chunk(random.Next(2, input.Length))),
        ];

        foreach (var split in splits)
        {
            var sink = new RecordingSink();
            var decoder = LineSettingsOf.Create(settings, new ManualTime());
            foreach (var part in split)
            {
                decoder.Consume(part, sink);
            }

            Texts(sink).Should().Equal(expected.RootElement.GetProperty("readings").EnumerateArray().Select(Text));
            sink.Faults.Select(static each => each.Fault.Text).Should().Equal(
                expected.RootElement.GetProperty("faults").EnumerateArray().Select(static each => each.GetString()));
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void A_flipped_bit_never_makes_it_throw(string name)
    {
        var input = File.ReadAllBytes(Path.Combine(Folder, name, "input.bin"));
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name, "expected.json")));
        var settings = SettingsOf(expected.RootElement.GetProperty("settings"));

        for (var bit = 0; bit < input.Length * 8; bit++)
        {
            byte[] flipped = [.. input];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            var decoding = () => LineSettingsOf.Create(settings, new ManualTime()).Consume(flipped, new RecordingSink());

            decoding.Should().NotThrow();
        }
    }

    private static SettingValues SettingsOf(JsonElement settings) => LineSettingsOf.Form(
        settings.GetProperty("format").GetString()!,
        Words(settings).Where(static each => each.Key != "format"),
        [.. settings.GetProperty("values").EnumerateObject()
            .Select(static each => LineSettingsOf.Value(each.Name, Words(each.Value)))]);

    private static IEnumerable<(string Key, string Word)> Words(JsonElement settings) => settings.EnumerateObject()
        .Where(static each => each.Value.ValueKind == JsonValueKind.String)
        .Select(static each => (each.Name, each.Value.GetString()!));

    private static IEnumerable<string> Texts(RecordingSink sink) => sink.Readings.Select(static reading =>
        string.Join(' ', reading.Values.OrderBy(static each => each.Key, StringComparer.Ordinal)
            .Select(static each => $"{each.Key}={each.Value}")));

    // The raw text, because 21.50 is not 21.5.
    private static string Text(JsonElement reading) => string.Join(' ', reading.EnumerateObject()
        .OrderBy(static each => each.Name, StringComparer.Ordinal)
        .Select(static each =>
            $"{each.Name}={(each.Value.ValueKind == JsonValueKind.Null ? "unknown" : each.Value.GetRawText().Trim('"'))}"));
}
