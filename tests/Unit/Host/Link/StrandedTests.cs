using System.Collections.Immutable;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Link;

/// <summary>
/// Home Assistant ends with exactly what is configured, also where what is taken out of the configuration is no longer
/// announced by anything: after a move that was cut off, or a broker that lost its memory.
/// </summary>
public sealed class StrandedTests : IDisposable
{
    private readonly Household _house = new();

    public void Dispose() => _house.Dispose();

    /// <summary>Form before; whether the move goes on; whether Home Assistant starts anew; what goes.</summary>
    public static TheoryData<int, bool, bool, string> Moves()
    {
        bool[] both = [false, true];
        var moves = new TheoryData<int, bool, bool, string>();
        foreach (var (goesOn, restarts) in both.SelectMany(_ => both, static (one, other) => (one, other)))
        {
            foreach (var gone in (string[])["office-humidity", "cellar"])
            {
                moves.Add(0, goesOn, restarts, gone);
                moves.Add(1, goesOn, restarts, gone);
            }
        }

        return moves;
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void What_goes_after_a_move_was_cut_off_is_gone_and_everything_else_keeps_its_history(
        int from, bool goesOn, bool restarts, string gone)
    {
        Live(from, "nothing");
        var cuts = restarts ? 1 : 0; // each second message, as a case takes seconds
        for (var isCut = true; isCut; cuts += 2)
        {
            var before = Numbers();
            _house.Mode = (DiscoveryMode)(1 - from);
            isCut = _house.StartAndKill(cuts, "bridge", Devices("nothing"));
            if (restarts)
            {
                _house.RestartHome();
            }

            Live(goesOn ? 1 - from : from, gone);

            ShouldHave(Without(before, gone), gone, $"cut after {cuts} messages");
            Live(from, "nothing");
        }

        cuts.Should().BeGreaterThan(15, "the phases have several messages each");
    }

    [Theory]
    [InlineData(0, false, "office-humidity")]
    [InlineData(1, false, "office-humidity")]
    [InlineData(0, true, "office-humidity")]
    [InlineData(1, true, "office-humidity")]
    [InlineData(0, false, "cellar")]
    [InlineData(1, false, "cellar")]
    [InlineData(0, true, "cellar")]
    [InlineData(1, true, "cellar")]
    public void What_goes_while_the_broker_loses_its_memory_is_gone(int mode, bool restarts, string gone)
    {
        Live(mode, "nothing");
        var before = Numbers();
        _house.Lose(static _ => true);
        if (restarts)
        {
            _house.RestartHome();
        }

        Live(mode, gone);

        ShouldHave(Without(before, gone), gone, "the broker was empty");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_fault_of_an_entity_does_not_remove_it_from_Home_Assistant(int from, int to)
    {
        Live(from, "nothing");
        var before = Numbers();

        _house.Mode = (DiscoveryMode)to;
        _house.Start("bridge", Faulty(), QuietDevice.WithSensors("cellar", "temperature", "humidity"));
        _house.Settle();
        _house.Settle();

        _house.Errors.Should().ContainSingle().Which.Should().Contain("humidity").And.Contain("warmth");
        Numbers().Should().Equal(before);
        _house.RestartHome();
        Numbers().Should().Equal(before);
        _house.Stop();
        Live(to, "nothing");
        Numbers().Should().Equal(before);
        var entry = _house.Home.Registry.Single(static entry => entry.UniqueId == "4f1a2b3c_office-humidity");
        _house.Home.Announced(entry, "state_topic").Should().NotBeNull("it is announced again");
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 1, false)]
    [InlineData(0, 1, false)]
    [InlineData(1, 0, false)]
    [InlineData(0, 0, true)]
    [InlineData(1, 1, true)]
    [InlineData(0, 1, true)]
    [InlineData(1, 0, true)]
    public void A_faulty_entity_that_is_taken_out_is_gone(int from, int to, bool restarts)
    {
        Live(from, "nothing");
        var before = Numbers();
        _house.Mode = (DiscoveryMode)to;
        _house.Start("bridge", Faulty(), QuietDevice.WithSensors("cellar", "temperature", "humidity"));
        _house.Settle();
        _house.Settle();
        _house.Stop();
        if (restarts)
        {
            _house.RestartHome();
        }

        Live(to, "office-humidity");

        ShouldHave(Without(before, "office-humidity"), "office-humidity", "it was faulty before");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_a_meter_told_stays_until_it_tells_again_and_goes_if_it_does_not_then(int mode)
    {
        _house.Mode = (DiscoveryMode)mode;
        _house.Start("bridge", QuietDevice.WithSensors("meter"));
        _house.Devices[0].Describe(new(), [new("power") { Name = "Power" }, new("gas") { Name = "Gas" }]);
        _house.Settle();
        var before = Numbers();
        before.Keys.Should().Contain("4f1a2b3c_meter-gas");
        _house.Stop();

        _house.Reset("meter");
        _house.Start("bridge", QuietDevice.WithSensors("meter"));
        _house.Settle();
        _house.Settle();
        Numbers().Should().Equal(before, "it has not told anything yet");

        _house.Devices[0].Describe(new(), [new("power") { Name = "Power" }]);
        _house.Settle();
        _house.Settle();
        ShouldHave(before.Remove("4f1a2b3c_meter-gas"), "meter-gas", "it told its entities without that");
    }

    private void Live(int mode, string gone)
    {
        _house.Mode = (DiscoveryMode)mode;
        _house.Start("bridge", Devices(gone));
        _house.Settle();
        _house.Settle();
        _house.Stop();
    }

    private void ShouldHave(ImmutableSortedDictionary<string, int> entities, string gone, string because)
    {
        Numbers().Should().Equal(entities, because);
        var topic = gone.Replace('-', '/');
        _house.Kept.Should().NotContain(each => each.Contains($"{topic}/", StringComparison.Ordinal), because);
        _house.Home.Complaints.Should().BeEmpty(because);
    }

    private static ImmutableSortedDictionary<string, int> Without(ImmutableSortedDictionary<string, int> all, string gone) =>
        all.RemoveRange(all.Keys.Where(id => id == $"4f1a2b3c_{gone}" || id.StartsWith($"4f1a2b3c_{gone}-", StringComparison.Ordinal)));

    private ImmutableSortedDictionary<string, int> Numbers() =>
        _house.Home.Registry.ToImmutableSortedDictionary(static entry => entry.UniqueId, static entry => entry.Number, StringComparer.Ordinal);

    private static DeviceOptions[] Devices(string gone) =>
    [
        .. ((string[])["office", "cellar"]).Where(id => id != gone).Select(id => gone == $"{id}-humidity"
            ? QuietDevice.WithSensors(id, "temperature") : QuietDevice.WithSensors(id, "temperature", "humidity")),
    ];

    private static DeviceOptions Faulty() =>
        QuietDevice.With("office", new("temperature") { Name = "temperature" }, new("humidity") { DeviceClass = "warmth" });
}
