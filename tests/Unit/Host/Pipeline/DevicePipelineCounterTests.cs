using System.Text;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline;
using Bridge.Unit.Host.Runtime;

namespace Bridge.Unit.Host.Pipeline;

/// <summary>Counters, totals and the bridge's own numbers on the way of a device's values.</summary>
public sealed class DevicePipelineCounterTests
{
    private static readonly DateTimeOffset Wall = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private static readonly Entity Energy =
        new("energy") { Unit = "kWh", DeviceClass = "energy", StateClass = StateClass.TotalIncreasing };

    private static readonly Entity Power = new("power") { Unit = "W", Decimals = 1 };

    private DeviceOptions _options = TestDevices.Stream(Energy, Power);

    [Fact]
    public void A_small_fall_of_a_meter_is_counted_and_told_to_nobody()
    {
        var pipeline = Make();
        Accept(pipeline, 0, ("energy", 1000.1m));

        Accept(pipeline, 1, ("energy", 1000.0m)).Should().Be(new PipelineOutcome(true, false, null), "the last value holds");

        Text(pipeline).Should().Be("""{"energy":1000.1,"power":null}""");
        pipeline.Rejected.Should().Be(1);
    }

    [Fact]
    public void A_new_meter_is_believed_at_its_third_value_without_any_setting()
    {
        var pipeline = Make();
        Accept(pipeline, 0, ("energy", 12345.678m));

        Accept(pipeline, 1, ("energy", 0.001m)).Published.Should().BeFalse();
        Accept(pipeline, 2, ("energy", 0.001m)).Published.Should().BeFalse();
        Accept(pipeline, 3, ("energy", 0.002m)).Published.Should().BeTrue();

        Text(pipeline).Should().Be("""{"energy":0.002,"power":null}""");
    }

    [Fact]
    public void A_rise_beyond_the_rate_is_rejected_with_its_reason()
    {
        Set("energy", new() { MaxRate = 0.01m });
        var pipeline = Make();
        Accept(pipeline, 0, ("energy", 1000));

        Accept(pipeline, 10, ("energy", 99999)).Invalid.Should()
            .Be("energy is 99999, rose faster than 0.01 a second from 1000");

        pipeline.Rejected.Should().Be(1);
        Accept(pipeline, 20, ("energy", 1000.2m)).Published.Should().BeTrue();
    }

    [Fact]
    public void The_last_value_of_an_earlier_run_is_what_the_first_one_is_held_against()
    {
        Set("energy", new() { MaxRate = 0.01m });
        var pipeline = Make();
        pipeline.Restore("energy", Value.Of(1000), TimeSpan.FromHours(-1)); // 36 at most

        Accept(pipeline, 0, ("energy", 999.9m)).Published.Should().BeFalse();
        Accept(pipeline, 0, ("energy", 1037)).Invalid.Should().NotBeNull();
        Accept(pipeline, 0, ("energy", 1035)).Invalid.Should().BeNull();
    }

    [Fact]
    public void A_counter_that_its_device_describes_anew_is_watched_on()
    {
        var pipeline = Make();
        Accept(pipeline, 0, ("energy", 1000));

        pipeline.SetEntities([Energy with { Name = "Import" }, Power]);

        Accept(pipeline, 1, ("energy", 999)).Published.Should().BeFalse();
    }

    [Fact]
    public void What_the_user_calls_a_counter_is_announced_as_one_and_watched()
    {
        Set("power", new() { IsCounter = true });
        var pipeline = Make();

        pipeline.Entities.Single(static entity => entity.Key == "power").StateClass.Should().Be(StateClass.TotalIncreasing);
        Accept(pipeline, 0, ("power", 50));
        Accept(pipeline, 1, ("power", 49)).Published.Should().BeFalse();
    }

    [Fact]
    public void The_user_sets_the_reading_of_a_counter_and_it_goes_on_from_there_also_after_a_restart()
    {
        Set("energy", new() { SetReading = true, Precision = 1 });
        var pipeline = Make();
        pipeline.Set("energy_reading", 5, default).Should().Be(new OwnOutcome("energy has no reading yet", null));
        Accept(pipeline, 0, ("energy", 1000.25m));

        var outcome = pipeline.Set("energy_reading", 200, TimeSpan.FromSeconds(1))!.Value;

        outcome.Keep.Should().Be(KeyValuePair.Create("correction energy", "-800.25"));
        Text(pipeline).Should().Be("""{"energy":200,"power":null,"energy_reading":200}""");
        Accept(pipeline, 2, ("energy", 1000.75m));
        Text(pipeline).Should().Be("""{"energy":200.5,"power":null,"energy_reading":200.5}""");

        var again = Make(("correction energy", "-800.25"));
        again.Restore("energy", Value.Of(200.5m), TimeSpan.FromSeconds(-5));
        Text(again).Should().Be("""{"energy":200.5,"power":null,"energy_reading":200.5}""");
        Accept(again, 0, ("energy", 1000.65m)).Published.Should().BeFalse("that is a fall of a tenth");
        Accept(again, 1, ("energy", 1001.25m));
        Text(again).Should().Be("""{"energy":201.0,"power":null,"energy_reading":201.0}""");
    }

    [Fact]
    public void The_number_of_a_reading_is_a_setting_in_the_entities_unit()
    {
        Set("energy", new() { SetReading = true, Precision = 1, Shown = new() { Name = new("Import") } });

        Make().Entities[^1].Should().BeEquivalentTo(new Entity("energy_reading")
        {
            Kind = EntityKind.Number,
            Name = "Import reading",
            Unit = "kWh",
            Category = EntityCategory.Config,
            Lowest = 0,
            Highest = 1_000_000_000,
            Step = 0.1m,
        });
    }

    [Fact]
    public void An_offset_that_the_user_sets_holds_at_once_and_after_a_restart()
    {
        Set("power", new() { Tunable = true, Offset = -2, Factor = 2 });
        var pipeline = Make();
        Accept(pipeline, 0, ("power", 100));
        Text(pipeline).Should().Be("""{"energy":null,"power":198,"power_offset":-2}""");

        var outcome = pipeline.Set("power_offset", 1.5m, TimeSpan.FromSeconds(1))!.Value;

        outcome.Keep.Should().Be(KeyValuePair.Create("offset power", "1.5"));
        Text(pipeline).Should().Be("""{"energy":null,"power":201.5,"power_offset":1.5}""");
        Accept(pipeline, 2, ("power", 50));
        Text(pipeline).Should().Be("""{"energy":null,"power":101.5,"power_offset":1.5}""");
        var again = Make(("offset power", "1.5"));
        Accept(again, 0, ("power", 100));
        Text(again).Should().Be("""{"energy":null,"power":201.5,"power_offset":1.5}""");
    }

    [Fact]
    public void What_is_no_number_of_the_bridges_own_is_for_the_driver()
    {
        Set("power", new() { Tunable = true });
        var pipeline = Make();

        pipeline.Set("power", 1, default).Should().BeNull();
        pipeline.Set("energy_reading", 1, default).Should().BeNull("set_reading is not given");
    }

    [Fact]
    public void A_total_is_there_from_the_start_and_told_when_it_is_kept()
    {
        Total(new("used", TotalKind.Integral, "power") { Factor = 0.001m, Unit = "kWh", SetReading = true });
        var pipeline = Make();
        Text(pipeline).Should().Be("""{"energy":null,"power":null,"used":0,"used_reading":0}""");
        Accept(pipeline, 0, ("power", 3600));
        pipeline.HasUnsaved.Should().BeFalse();
        Accept(pipeline, 10, ("power", 3600));
        Text(pipeline).Should().Contain("\"used\":0,");

        var kept = pipeline.Hand(Wall, TimeSpan.FromSeconds(10)).Should().ContainSingle().Subject;
        pipeline.Kept(TimeSpan.FromSeconds(11)).Should().BeTrue();

        Text(pipeline).Should().Be("""{"energy":null,"power":3600,"used":0.010,"used_reading":0.010}""");
        kept.Key.Should().Be("total used");
        pipeline.Kept(TimeSpan.FromSeconds(12)).Should().BeFalse();
        var again = Make((kept.Key, kept.Value));
        Text(again).Should().Contain("\"used\":0.010");
    }

    [Fact]
    public void Energy_that_was_not_kept_before_a_short_absence_is_made_up_for()
    {
        Total(new("used", TotalKind.Integral, "power") { Factor = 0.001m });
        var pipeline = Make();
        Accept(pipeline, 0, ("power", 3600));
        Accept(pipeline, 10, ("power", 3600));
        var kept = pipeline.Hand(Wall, TimeSpan.FromSeconds(10)).Single();

        var again = new DevicePipeline(_options);
        again.Recall(new Dictionary<string, string>(StringComparer.Ordinal) { [kept.Key] = kept.Value }, Wall.AddSeconds(60), default);
        again.SetEntities(_options.Driver.Entities(_options.Settings));
        Accept(again, 0, ("power", 3600));
        again.Hand(Wall, default);
        again.Kept(default);

        Text(again).Should().Contain("\"used\":0.070");
    }

    [Fact]
    public void Increments_are_added_once_each_whatever_else_comes()
    {
        Total(new("sum", TotalKind.Increments, "power") { Precision = 0 });
        var pipeline = Make();
        Accept(pipeline, 0, ("power", 3));
        Accept(pipeline, 1, ("energy", 1));
        Accept(pipeline, 2, ("power", 3));

        pipeline.Hand(Wall, default);
        pipeline.Kept(default);

        Text(pipeline).Should().Contain("\"sum\":6");
    }

    [Fact]
    public void The_user_sets_a_total_whatever_its_publish_rule_says()
    {
        Total(new("used", TotalKind.Increments, "power")
        {
            SetReading = true,
            Publish = new() { OnChange = new(ThresholdKind.Absolute, 100) },
        });
        var pipeline = Make();
        Accept(pipeline, 0, ("power", 3));
        pipeline.Hand(Wall, default);
        pipeline.Kept(default);

        pipeline.Set("used_reading", 2, default).Should().Be(new OwnOutcome(null, null));
        pipeline.IsUrgent.Should().BeTrue();
        pipeline.Hand(Wall, default);
        pipeline.Kept(default).Should().BeTrue();

        Text(pipeline).Should().Contain("\"used\":2,\"used_reading\":2");
        pipeline.IsUrgent.Should().BeFalse();
    }

    [Fact]
    public void What_the_device_has_under_the_key_of_a_total_is_the_devices()
    {
        Total(new("energy", TotalKind.Integral, "power"));

        Make().Entities.Select(static entity => entity.Key).Should().Equal("energy", "power");
    }

    private static PipelineOutcome Accept(DevicePipeline pipeline, double second, params (string Key, decimal Number)[] values) =>
        pipeline.Accept(
            new(default, [.. values.Select(static each => new KeyedValue(each.Key, Value.Of(each.Number)))]),
            TimeSpan.FromSeconds(second));

    private static string Text(DevicePipeline pipeline) => Encoding.UTF8.GetString(pipeline.Write());

    private void Set(string key, EntityOptions entity) =>
        _options = _options with { Entities = _options.Entities.SetItem(key, entity) };

    private void Total(TotalOptions total) => _options = _options with { Totals = [total] };

    private DevicePipeline Make(params (string Name, string Text)[] kept)
    {
        var pipeline = new DevicePipeline(_options);
        pipeline.Recall(kept.ToDictionary(static each => each.Name, static each => each.Text, StringComparer.Ordinal), Wall, default);
        pipeline.SetEntities(_options.Driver.Entities(_options.Settings));
        return pipeline;
    }
}
