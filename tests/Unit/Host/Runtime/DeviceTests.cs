using System.Text;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;
using Bridge.Unit.Store;

namespace Bridge.Unit.Host.Runtime;

public sealed class DeviceTests
{
    private static readonly Entity Energy = new("energy") { Unit = "kWh" };
    private static readonly Entity Tariff = new("tariff") { DeviceClass = "enum", Options = ["1", "2"] };
    private static readonly Entity Gas = new("gas") { Unit = "m³" };

    private readonly ManualTime _time = new();
    private readonly MemoryStateStore _store = new();
    private readonly RecordingObserver _observer = new();

    [Fact]
    public void Tells_state_and_availability_with_the_first_good_reading()
    {
        var device = Make(TestDevices.Stream(Energy));

        device.Accept(Reading("energy", 12345.678m));

        _observer.Changes.Should().Equal(Changes.State | Changes.Availability | Changes.Diagnostics);
        State(device).Should().Be("""{"energy":12345.678}""");
        device.Report.Online.Should().BeTrue();
    }

    [Fact]
    public void Keeps_the_last_value_when_the_new_one_is_impossible()
    {
        var device = Make(TestDevices.Stream(TestDevices.Temperature, Energy));
        device.Accept(Reading("temperature", 21.5m));

        device.Accept(new(_time.GetUtcNow(), [new("temperature", Value.Of(300)), new("energy", Value.Of(1))]));

        State(device).Should().Be("""{"temperature":21.5,"energy":1}""");
        _observer.Faults.Should().ContainSingle().Which.Fault.Should().Be(BusFault.InvalidValue);
        device.Report.Status.Should().Be(DeviceStatus.Ok, "the reading as a whole was good");
    }

    [Fact]
    public void A_reading_without_one_valid_value_is_a_failed_cycle()
    {
        var device = Make(TestDevices.Stream(TestDevices.Temperature));

        device.Accept(Reading("temperature", 300));

        device.Report.Should().BeEquivalentTo(
            new { Status = DeviceStatus.Error, Reason = "invalid_value", ConsecutiveFailures = 1, Online = false });
        State(device).Should().Be("""{"temperature":null}""");
    }

    [Fact]
    public void Learns_entities_and_never_loses_one_that_a_telegram_lacks()
    {
        var device = Make(TestDevices.Stream());

        device.Describe(new() { SerialNumber = "E001" }, [Energy, Gas]);
        device.Describe(new(), [Energy, Tariff]);

        device.Entities.Select(static entity => entity.Key).Should().Equal("energy", "gas", "tariff");
        device.Info.SerialNumber.Should().Be("E001");
    }

    [Fact]
    public void Does_not_announce_what_it_knows_already()
    {
        var device = Make(TestDevices.Stream());
        device.Describe(new() { SerialNumber = "E001" }, [Energy, Tariff]);
        var again = Make(TestDevices.Stream());
        _observer.Changes.Clear();

        again.Describe(new() { SerialNumber = "E001" }, [Energy, Tariff with { Options = ["1", "2"] }]);

        _observer.Changes.Should().BeEmpty();
        device.Entities.Should().HaveCount(2);
    }

    [Fact]
    public void Takes_up_entities_and_values_after_a_restart()
    {
        var before = Make(TestDevices.Stream());
        before.Describe(new() { Model = "P1" }, [Energy, Gas]);
        before.Accept(Reading("energy", 1581.123m));

        var after = Make(TestDevices.Stream());

        after.Entities.Should().HaveCount(2);
        after.Info.Model.Should().Be("P1");
        State(after).Should().Be("""{"energy":1581.123,"gas":null}""");
        after.Report.Online.Should().BeFalse("values of yesterday are shown, but not trusted");
    }

    [Fact]
    public void What_another_driver_learned_under_the_same_id_is_not_taken_up()
    {
        _store.SetLearned("meter", new("other", new() { Model = "other" }, [Gas]));

        var device = Make(TestDevices.Stream(Energy));

        device.Entities.Should().ContainSingle();
        device.Info.Model.Should().BeNull();
    }

    [Fact]
    public void Applies_what_the_user_sets_for_an_entity()
    {
        var options = TestDevices.Stream(TestDevices.Temperature);
        var device = Make(options with
        {
            Entities = options.Entities.Add("temperature", new EntityOptions
            {
                Shown = new() { Name = new("Attic") },
                Offset = -0.4m,
                Precision = 2,
            }),
        });

        device.Accept(Reading("temperature", 21.5m));

        State(device).Should().Be("""{"temperature":21.1}""");
        device.Entities[0].DisplayPrecision.Should().Be(2);
        device.Shown["temperature"].Over(device.Entities[0]).Name.Should().Be("Attic");
    }

    [Fact]
    public void Tells_a_flapping_line_ever_more_rarely()
    {
        var device = Make(TestDevices.Stream(Energy));

        for (var i = 0; i < 10; i++)
        {
            device.Fail(BusFault.Checksum, "CRC");
            device.Accept(Reading("energy", i));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _observer.Notices.Where(static notice => notice.IsDue).Select(static notice => notice.Number)
            .Should().Equal(1, 2, 4, 8);
        _observer.Recoveries.Should().HaveCount(4);
        device.Report.Failures.Should().Be(10);
    }

    [Fact]
    public void A_silent_device_goes_offline_and_says_so_once()
    {
        var device = Make(TestDevices.Stream(Energy));
        device.Accept(Reading("energy", 1));
        _observer.Changes.Clear();

        for (var i = 0; i < 200; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            device.Tick();
        }

        _observer.Changes.Should().Equal(Changes.Availability | Changes.Diagnostics);
        device.Report.Reason.Should().Be("no_data");
    }

    [Fact]
    public void A_value_held_back_is_published_by_the_clock_and_remembered_at_once()
    {
        var device = Make(TestDevices.Stream(Energy) with { Publish = new() { AtMostEvery = TimeSpan.FromSeconds(10) } });
        device.Accept(Reading("energy", 1));
        _observer.Changes.Clear();

        _time.Advance(TimeSpan.FromSeconds(1));
        device.Accept(Reading("energy", 2));

        _observer.Changes.Should().BeEmpty();
        State(device).Should().Be("""{"energy":1}""");
        State(Make(device.Options)).Should().Be("""{"energy":2}""", "the store has what is true");
        _time.Advance(TimeSpan.FromSeconds(9));
        device.Tick();
        _observer.Changes.Should().Equal(Changes.State);
        State(device).Should().Be("""{"energy":2}""");
    }

    [Fact]
    public void Values_of_entities_with_history_are_told_one_by_one_after_their_publish_rule()
    {
        var options = TestDevices.Stream(Energy, Gas) with
        {
            Publish = new() { AtMostEvery = TimeSpan.FromSeconds(10), History = true },
        };
        var device = Make(options with
        {
            Entities = options.Entities.Add("gas", new EntityOptions { Publish = new() { History = false } }),
        });

        for (var second = 0; second < 3; second++)
        {
            device.Accept(new(_time.GetUtcNow(), [new("energy", Value.Of(second)), new("gas", Value.Of(second))]));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _time.Advance(TimeSpan.FromSeconds(7));
        device.Tick();

        _observer.Published.Should().Equal(new("energy", Value.Of(0)), new KeyedValue("energy", Value.Of(2)));
    }

    [Fact]
    public async Task The_state_of_an_output_is_in_the_store_within_a_second_and_readings_wait()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync();
        var lamp = new Entity("lamp") { Kind = EntityKind.Switch };
        var device = new Device(TestDevices.Stream(Energy, lamp), store, _observer, folder.Time);

        void Tell(bool on, decimal energy)
        {
            device.Accept(new(folder.Time.GetUtcNow(), [new("lamp", Value.Of(on)), new("energy", Value.Of(energy))]));
            folder.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Tell(on: true, 1);
        Tell(on: true, 2);
        Written("lamp", "energy").Should().Equal("true", "1");
        Tell(on: false, 3);
        Written("lamp", "energy").Should().Equal("false", "3");

        IEnumerable<string> Written(params string[] keys) =>
            keys.Select(key => StateFile.Read(folder.Path).FindState("meter")!.Values.Single(each => each.Key == key).Value.ToString());
    }

    [Fact]
    public void What_is_not_to_be_trusted_is_not_repeated()
    {
        var device = Make(TestDevices.Stream(Energy) with { Publish = new() { AtLeastEvery = TimeSpan.FromSeconds(5) } });
        device.Accept(Reading("energy", 1));
        _observer.Changes.Clear();

        _time.Advance(TimeSpan.FromSeconds(5));
        device.Tick();
        device.Fail(BusFault.BusDown, "gone");
        _time.Advance(TimeSpan.FromSeconds(5));
        device.Tick();

        _observer.Changes.Should().Equal(Changes.State, Changes.Diagnostics | Changes.Availability);
    }

    [Fact]
    public void A_spike_of_one_entity_is_told_and_counted_while_the_device_stays_well()
    {
        var options = TestDevices.Stream(Energy, Gas);
        var device = Make(options with { Entities = options.Entities.Add("energy", new EntityOptions { MaxRate = 1 }) });
        for (var second = 0; second < 3; second++)
        {
            device.Accept(new(_time.GetUtcNow(), [new("energy", Value.Of(second == 1 ? 999 : 1)), new("gas", Value.Of(second))]));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        State(device).Should().Be("""{"energy":1,"gas":2}""");
        _observer.Faults.Should().ContainSingle().Which.Should().Be(
            (BusFault.InvalidValue, "energy is 999, changed faster than 1 a second from 1"));
        device.Report.Should().BeEquivalentTo(new { Status = DeviceStatus.Ok, Failures = 0, Rejected = 1 });
    }

    private static string State(Device device) => Encoding.UTF8.GetString(device.WriteState());

    [Fact]
    public void Remembers_under_a_new_id_what_it_knew_under_the_previous_one()
    {
        var options = TestDevices.Stream();
        var before = Make(options);
        before.Describe(new DeviceInfo { SerialNumber = "K8EG004046395507" }, [Energy]);
        before.Accept(Reading("energy", 7));

        var after = Make(new("house", options.Driver) { Name = "House", Port = options.Port, PreviousId = "meter" });

        after.Info.SerialNumber.Should().Be("K8EG004046395507");
        State(after).Should().Be("""{"energy":7}""");
        _store.ForgetDevice("meter");
        State(Make(after.Options)).Should().Be("""{"energy":7}""");
    }

    private Device Make(DeviceOptions options) => new(options, _store, _observer, _time);

    private Reading Reading(string key, decimal number) => new(_time.GetUtcNow(), [new(key, Value.Of(number))]);
}
