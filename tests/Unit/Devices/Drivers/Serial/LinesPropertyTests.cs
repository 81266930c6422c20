using System.Text;
using Bridge.Devices.Model.Settings;
using Bridge.TestSupport;
using Bridge.TestSupport.Telegrams;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Unit.Devices.Drivers.Serial;

public sealed class LinesPropertyTests
{
    private static readonly SettingValues[] Plans =
    [
        LineSettingsOf.Regex("(?<a>[^;]*);(?<b>.*)$"),
        LineSettingsOf.Csv("a", "b"),
        LineSettingsOf.Form("key_value", [], LineSettingsOf.Value("a"), LineSettingsOf.Value("b", ("unit", "W"))),
        LineSettingsOf.Form("json", [], LineSettingsOf.Value("a"), LineSettingsOf.Value("b", ("field", "a.0.b"))),
        LineSettingsOf.Form("key_value", [], LineSettingsOf.Value("a", ("kind", "cover"), ("command", "{{value}}")),
            LineSettingsOf.Value("b", ("position_of", "a"), ("command", "{{value}}"))),
    ];

    // Bytes at random seldom look like a line: pieces of lines make up the rest.
    private static readonly Gen<byte[]> Noise = Gen.OneOf(
        Gen.Choose(0, 255).Select(static value => new[] { (byte)value }),
        Gen.Elements(
            "a=1", "b=", "\"", "{\"a\":", "[{\"b\":1e999}]", "}", "\\ud800", ",", ";", "\n", "\r\n", "\0", "-0", "nan",
            "9999999999999999999999999999999", "\uFEFF", "𝄞")
            .Select(Encoding.UTF8.GetBytes)).ListOf().Select(static pieces => pieces.SelectMany(static each => each).ToArray());

    [Fact]
    public void No_bytes_make_it_throw_and_every_value_fits_its_entity() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(1, 3),
        Prop.ForAll(Noise.ToArbitrary(), static bytes =>
        {
            foreach (var plan in Plans)
            {
                var keys = LineSettingsOf.Driver.Entities(plan).Select(static entity => entity.Key).ToArray();
                foreach (var reading in Decode(plan, [bytes]).Readings)
                {
                    reading.Values.Should().NotBeEmpty();
                    reading.Values.Select(static each => each.Key).Should().OnlyHaveUniqueItems().And.BeSubsetOf(keys);
                }
            }
        }));

    [Fact]
    public void However_the_bytes_are_cut_they_become_the_same() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(2, 5),
        Prop.ForAll(Noise.ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), static (bytes, length) =>
        {
            foreach (var plan in Plans)
            {
                var whole = Decode(plan, [bytes]);
                var cut = Decode(plan, bytes.Chunk(length));

                Texts(cut).Should().Equal(Texts(whole));
                cut.Faults.Should().Equal(whole.Faults);
            }
        }));

    private static RecordingSink Decode(SettingValues plan, IEnumerable<byte[]> parts)
    {
        var sink = new RecordingSink();
        var decoder = LineSettingsOf.Create(plan, new ManualTime());
        foreach (var part in parts)
        {
            decoder.Consume(part, sink);
        }

        return sink;
    }

    private static IEnumerable<string> Texts(RecordingSink sink) => sink.Readings.Select(static reading =>
        string.Join('\n', reading.Values.Select(static each => $"{each.Key} = {each.Value}")));
}
