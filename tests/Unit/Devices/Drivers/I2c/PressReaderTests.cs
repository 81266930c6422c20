using Bridge.Devices.Drivers.I2c;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Drivers.I2c;

/// <summary>
/// Times are 500 ms for a long press and 300 ms between presses that belong together; a sample is 20 ms. The words are those
/// of Home Assistant's button events.
/// </summary>
public sealed class PressReaderTests
{
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Multi = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData("u5 d6 u20", "press_start press_end")]
    [InlineData("u5 d6 u16", "press_start")] // the pause is not over
    [InlineData("u5 d6 u17", "press_start press_end")]
    [InlineData("u5 d6 u20 d6 u20", "press_start press_end press_start press_end")]
    [InlineData("u5 d6 u5 d6 u20", "press_start press_start multi_press_end:2")]
    [InlineData("u5 d6 u5 d6 u5 d6 u20", "press_start press_start press_start multi_press_end:3")]
    [InlineData("u5 d26 u20", "press_start press_end")] // not quite long
    [InlineData("u5 d27 u2", "press_start long_press_start long_press_end")]
    [InlineData("u5 d60", "press_start long_press_start")]
    [InlineData("u5 d6 u5 d60 u20", "press_start press_start press_end long_press_start long_press_end")]
    public void Presses_are_told_apart(string samples, string expected) => Tell(Multi, samples).Should().Be(expected);

    [Theory]
    [InlineData("u5 d1 u5", "")]
    [InlineData("u5 d1 u1 d1 u1 d6 u1 d1 u1 d1 u20", "press_start press_end")]
    [InlineData("u5 d10 u1 d10 u20", "press_start press_end")]
    public void Contacts_may_bounce(string samples, string expected) => Tell(Multi, samples).Should().Be(expected);

    [Theory]
    [InlineData("d60 u5", "")]
    [InlineData("d60 u5 d6 u20", "press_start press_end")]
    [InlineData("u5 d6 - d6 u20", "press_start")]
    [InlineData("u5 d6 u5 - u20", "press_start")]
    public void What_was_not_seen_to_begin_tells_nothing(string samples, string expected) =>
        Tell(Multi, samples).Should().Be(expected);

    [Fact]
    public void Without_a_pause_each_press_is_told_at_once() =>
        Tell(TimeSpan.Zero, "u5 d6 u2 d6 u2").Should().Be("press_start press_end press_start press_end");

    [Fact]
    public void Only_what_it_can_tell_is_announced()
    {
        PressReader.Types(Multi).Should().Equal(
            "press_start", "press_end", "multi_press_end", "long_press_start", "long_press_end");
        PressReader.Types(TimeSpan.Zero).Should().NotContain("multi_press_end");
    }

    // u5: up for five samples; d6: down for six; -: nobody looks.
    private static string Tell(TimeSpan multiPress, string samples)
    {
        var reader = new PressReader("bell", Long, multiPress);
        var (told, now) = (new List<string>(), TimeSpan.Zero);
        foreach (var part in samples.Split(' '))
        {
            if (part == "-")
            {
                reader.Reset();
                continue;
            }

            for (var left = int.Parse(part[1..]); left > 0; left--)
            {
                told.AddRange(reader.Take(part[0] == 'd', now).Select(Text));
                now += Sample;
            }
        }

        return string.Join(' ', told);
    }

    private static string Text(DeviceEvent told)
    {
        told.Key.Should().Be("bell");
        return told.Attributes.IsEmpty
            ? told.Type
            : $"{told.Type}:{told.Attributes.Should().ContainSingle(static each => each.Key == "multi_press_count").Which.Value}";
    }
}
