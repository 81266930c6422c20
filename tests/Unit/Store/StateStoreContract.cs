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

    private protected abstract Task<IStateStore> OpenAsync();
}
