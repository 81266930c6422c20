using Bridge.Devices.Model;
using Bridge.Store;

namespace Bridge.Unit.Store;

/// <summary>What every store promises.</summary>
public abstract class StateStoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_new_store_knows_nothing()
    {
        await using var store = await OpenAsync();

        store.IsNew.Should().BeTrue();
        store.Instance.Should().BeNull();
        store.Ledger.Should().BeEmpty();
        store.Devices.Should().BeEmpty();
        store.FindState("office").Should().BeNull();
        store.FindLearned("office").Should().BeNull();
        store.FindKept("office").Should().BeEmpty();
        store.History.Count.Should().Be(0);
        store.Health.Should().Be(new StoreHealth(0, 0, null));
    }

    [Fact]
    public async Task It_stays_new_while_it_fills()
    {
        await using var store = await OpenAsync();

        store.SetInstance("0badcafe");

        store.IsNew.Should().BeTrue();
        store.Instance.Should().Be("0badcafe");
    }

    [Fact]
    public async Task The_ledger_keeps_the_order_of_first_publish()
    {
        await using var store = await OpenAsync();

        store.Enter(new LedgerEntry("z", "office", LedgerKind.State));
        store.Enter(new LedgerEntry("a", "office", LedgerKind.Configuration));
        store.Enter(new LedgerEntry("m", "meter", LedgerKind.State));
        store.Enter(new LedgerEntry("z", "attic", LedgerKind.Availability));
        store.Strike("a");
        store.Strike("never entered");

        store.Ledger.Should().Equal(
            new LedgerEntry("z", "attic", LedgerKind.Availability), new LedgerEntry("m", "meter", LedgerKind.State));
    }

    [Fact]
    public async Task A_deleted_device_is_remembered_with_its_configuration_until_it_is_taken_back()
    {
        await using var store = await OpenAsync();

        store.SetDismissed("office", "f1");
        store.SetDismissed("meter", "f2");
        store.SetDismissed("office", null);

        store.FindDismissed("office").Should().BeNull();
        store.FindDismissed("meter").Should().Be("f2");
    }

    [Fact]
    public async Task A_forgotten_device_keeps_its_ledger()
    {
        await using var store = await OpenAsync();
        store.SetState("office", new LastState(Noon, [new KeyedValue("temperature", Value.Of(21.50m))]));
        store.SetLearned("office", new LearnedDevice("bme280", new DeviceInfo(), []));
        store.SetLearned("meter", new LearnedDevice("dsmr", new DeviceInfo(), []));
        store.Enter(new LedgerEntry("bridge/office/state", "office", LedgerKind.State));
        store.Keep("office", "total", "17.5");
        store.Devices.Should().Equal("meter", "office");

        store.ForgetDevice("office");

        store.FindState("office").Should().BeNull();
        store.FindLearned("office").Should().BeNull();
        store.FindKept("office").Should().BeEmpty();
        store.Devices.Should().Equal("meter");
        store.Ledger.Should().ContainSingle();
    }

    [Fact]
    public async Task A_device_keeps_texts_by_name_until_they_are_taken_back()
    {
        await using var store = await OpenAsync();

        store.Keep("relays", "out/1", "ON");
        store.Keep("relays", "out/1", "OFF");
        store.Keep("relays", "total", "12345.670");
        store.Keep("relays", "gone", "1");
        store.Keep("relays", "gone", null);
        store.Keep("relays", "never there", null);
        store.Keep("attic", "total", "1");

        store.FindKept("relays").AsEnumerable().Should().Equal(
            new KeyValuePair<string, string>("out/1", "OFF"), new KeyValuePair<string, string>("total", "12345.670"));
        store.Devices.Should().Equal("attic", "relays");
        store.Keep("attic", "total", null);
        store.Devices.Should().Equal("relays");
    }

    [Fact]
    public async Task A_device_under_a_new_id_takes_over_what_it_does_not_know_itself()
    {
        await using var store = await OpenAsync();
        store.SetState("old", new LastState(Noon, [new KeyedValue("temperature", Value.Of(1m))]));
        store.SetLearned("old", new LearnedDevice("dsmr", new DeviceInfo(), []));
        store.Keep("old", "total", "17.5");
        store.SetState("new", new LastState(Noon, [new KeyedValue("temperature", Value.Of(2m))]));

        store.TakeOver("new", "old");
        store.Keep("new", "total", "18");
        store.TakeOver("new", "old");

        store.FindState("new")!.Values.Should().Equal(new KeyedValue("temperature", Value.Of(2m)));
        store.FindLearned("new")!.Driver.Should().Be("dsmr");
        store.FindKept("new")["total"].Should().Be("18");
    }

    [Fact]
    public async Task The_last_state_wins()
    {
        await using var store = await OpenAsync();

        store.SetState("office", new LastState(Noon, [new KeyedValue("temperature", Value.Of(1m))]));
        store.SetState("office", new LastState(Noon, [new KeyedValue("temperature", Value.Of(2m))]));

        store.FindState("office")!.Values.Should().Equal(new KeyedValue("temperature", Value.Of(2m)));
    }

    [Fact]
    public async Task It_may_be_disposed_twice()
    {
        var store = await OpenAsync();

        await store.DisposeAsync();
        await store.DisposeAsync();

        (await store.FlushAsync(CancellationToken.None)).Should().BeFalse();
    }

    [Fact]
    public async Task Many_threads_may_change_it_at_once()
    {
        await using var store = await OpenAsync();

        await Parallel.ForAsync(0, 200, (i, _) =>
        {
            store.Enter(new LedgerEntry($"topic/{i}", "office", LedgerKind.State));
            return ValueTask.CompletedTask;
        });

        store.Ledger.Should().HaveCount(200);
    }

    [Fact]
    public async Task Values_that_wait_stay_in_the_order_of_their_coming_whatever_the_clock_says()
    {
        await using var store = await OpenAsync();

        store.History.Add("office", "temperature", Value.Of(21.50m), Noon);
        store.History.Add("meter", "tariff", Value.Of("2"), Noon.AddHours(1));
        store.History.Add("office", "window", Value.Of(true), Noon.AddHours(-1).AddTicks(9999));
        store.History.Add("office", "temperature", Value.Unknown, Noon);

        All(store).Should().Equal("temperature 21.50", "tariff 2", "window true", "temperature unknown");
        store.History.Of("office").Select(static past => past.At).Should().Equal(Noon, Noon.AddHours(-1), Noon);
        store.History.Oldest(2, static device => device == "office").Select(Text)
            .Should().Equal("temperature 21.50", "window true");
        store.History.Count.Should().Be(4);
        store.Devices.Should().Equal("meter", "office");
    }

    [Fact]
    public async Task Of_too_many_values_the_oldest_go_and_are_counted()
    {
        await using var store = await OpenAsync(new HistoryLimits(Device: 3, Total: 5));

        for (var i = 1; i <= 4; i++)
        {
            store.History.Add("office", "n", Value.Of(i), Noon);
        }

        All(store).Should().Equal("n 2", "n 3", "n 4");
        for (var i = 5; i <= 7; i++)
        {
            store.History.Add("meter", "n", Value.Of(i), Noon);
        }

        All(store).Should().Equal("n 3", "n 4", "n 5", "n 6", "n 7");
        store.History.Dropped.Should().Be(2);
    }

    [Fact]
    public async Task A_value_that_was_told_is_forgotten_and_with_a_device_all_of_its_values()
    {
        await using var store = await OpenAsync();
        store.History.Add("office", "n", Value.Of(1), Noon);
        store.History.Add("office", "n", Value.Of(2), Noon);
        store.History.Add("meter", "n", Value.Of(3), Noon);
        var told = store.History.Of("office")[0];

        store.History.Remove(told);
        store.History.Remove(told);
        store.TakeOver("house", "meter");
        store.ForgetDevice("meter");
        All(store).Should().Equal("n 2", "n 3");
        store.ForgetDevice("office");

        store.History.Of("house").Select(Text).Should().Equal("n 3");
        store.History.Count.Should().Be(1);
        store.Devices.Should().Equal("house");
    }

    private protected abstract Task<IStateStore> OpenAsync(HistoryLimits? history = null);

    private static IEnumerable<string> All(IStateStore store) =>
        store.History.Oldest(100, static _ => true).Select(Text);

    private static string Text(PastValue past) => $"{past.Entity} {past.Value}";
}
