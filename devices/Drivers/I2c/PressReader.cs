using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Devices.Drivers.I2c;

/// <summary>
/// Makes presses, long presses and several presses in a row of the samples of one push-button, in the words that Home
/// Assistant has for buttons. A single press is told once it is certain that no second one follows.
/// </summary>
/// <param name="key">The button's entity.</param>
/// <param name="longPress">Held so long, it is a long press.</param>
/// <param name="multiPress">The longest pause between two presses that belong together; zero tells each by itself.</param>
internal sealed class PressReader(string key, TimeSpan longPress, TimeSpan multiPress)
{
    /// <summary>It went down.</summary>
    public const string PressStart = "press_start";

    /// <summary>It was pressed briefly, once.</summary>
    public const string PressEnd = "press_end";

    /// <summary>It is held.</summary>
    public const string LongPressStart = "long_press_start";

    /// <summary>It was let go after it was held.</summary>
    public const string LongPressEnd = "long_press_end";

    /// <summary>It was pressed several times in a row; <see cref="Count"/> says how often.</summary>
    public const string MultiPressEnd = "multi_press_end";

    /// <summary>The attribute with the number of presses.</summary>
    public const string Count = "multi_press_count";

    private State _state;
    private bool? _sample;
    private int _presses;
    private TimeSpan _since;

    private enum State
    {
        /// <summary>Not known, or down since before anybody looked.</summary>
        Unseen,
        Up,
        Down,
        Held,
    }

    /// <summary>What a button can tell.</summary>
    /// <param name="multiPress">As above.</param>
    public static ImmutableArray<string> Types(TimeSpan multiPress) => multiPress > TimeSpan.Zero
        ? [PressStart, PressEnd, MultiPressEnd, LongPressStart, LongPressEnd]
        : [PressStart, PressEnd, LongPressStart, LongPressEnd];

    /// <summary>Forgets what is under way, as nobody looked for a while; what is down then tells nothing until it went up.</summary>
    public void Reset() => (_state, _sample, _presses) = (State.Unseen, null, 0);

    /// <summary>Takes a sample; a level counts when two samples in a row agree, as contacts bounce.</summary>
    /// <param name="isDown">Whether it is pressed.</param>
    /// <param name="now">Time since some fixed moment; never goes back.</param>
    public ImmutableArray<DeviceEvent> Take(bool isDown, TimeSpan now)
    {
        var isSteady = _sample == isDown;
        _sample = isDown;
        return !isSteady ? [] : (_state, isDown) switch
        {
            (State.Unseen, false) => To(State.Up, now),
            (State.Up, true) => [.. To(State.Down, now), new(key, PressStart)],
            (State.Up, false) when now - _since >= multiPress => Finish(),
            (State.Down, true) when now - _since >= longPress =>
                [.. Finish(), .. To(State.Held, now), new(key, LongPressStart)],
            (State.Down, false) => Release(now),
            (State.Held, false) => [.. To(State.Up, now), new(key, LongPressEnd)],
            _ => [],
        };
    }

    private ImmutableArray<DeviceEvent> To(State state, TimeSpan now)
    {
        (_state, _since) = (state, now);
        return [];
    }

    private ImmutableArray<DeviceEvent> Release(TimeSpan now)
    {
        _presses++;
        To(State.Up, now);
        return multiPress > TimeSpan.Zero ? [] : Finish();
    }

    private ImmutableArray<DeviceEvent> Finish()
    {
        var presses = _presses;
        _presses = 0;
        return presses switch
        {
            0 => [],
            1 => [new(key, PressEnd)],
            _ => [new(key, MultiPressEnd) { Attributes = [new(Count, Value.Of(presses))] }],
        };
    }
}
