using System.Text;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Expressions;
using Bridge.Host.Pipeline;
using Bridge.Unit.Host.Runtime;

namespace Bridge.Unit.Host.Pipeline;

public sealed class DevicePipelineTests
{
    private static readonly Entity Temperature = new("temperature") { Unit = "°C", Decimals = 2 };
    private static readonly Entity Humidity = new("humidity") { Unit = "%", Decimals = 1 };

    private DeviceOptions _options = TestDevices.Stream(Temperature, Humidity);

    [Fact]
    public void A_value_held_back_does_not_leave_with_anothers()
    {
        Set("temperature", new() { Publish = new() { OnChange = new(ThresholdKind.Absolute, 1) } });
        var pipeline = Make();
        Accept(pipeline, 0, ("temperature", 20), ("humidity", 50)).Published.Should().BeTrue();

        Accept(pipeline, 1, ("temperature", 20.5m), ("humidity", 51)).Published.Should().BeTrue();

        Text(pipeline).Should().Be("""{"temperature":20,"humidity":51}""");
        pipeline.Known.Should().Contain(new KeyedValue("temperature", Value.Of(20.5m)), "that is what is true");
    }

    [Fact]
    public void The_device_rule_holds_where_the_entity_has_none()
    {
        _options = _options with { Publish = new() { AtMostEvery = TimeSpan.FromSeconds(10) } };
        Set("humidity", new() { Publish = new() { AtMostEvery = TimeSpan.FromSeconds(30) } });
        var pipeline = Make();
        Accept(pipeline, 0, ("temperature", 20), ("humidity", 50));

        Accept(pipeline, 5, ("temperature", 21), ("humidity", 51)).Should().Be(new PipelineOutcome(true, false, null));

        pipeline.Tick(TimeSpan.FromSeconds(9)).Should().BeFalse();
        pipeline.Tick(TimeSpan.FromSeconds(10)).Should().BeTrue();
        Text(pipeline).Should().Be("""{"temperature":21,"humidity":50}""");
        pipeline.Tick(TimeSpan.FromSeconds(30)).Should().BeTrue();
        Text(pipeline).Should().Be("""{"temperature":21,"humidity":51}""");
    }

    [Fact]
    public void An_entity_can_take_the_rule_of_its_device_away()
    {
        _options = _options with { Publish = new() { OnChange = new(ThresholdKind.Any) } };
        Set("humidity", new() { Publish = new() { OnChange = new(ThresholdKind.None) } });
        var pipeline = Make();
        Accept(pipeline, 0, ("temperature", 20), ("humidity", 50));

        Accept(pipeline, 1, ("temperature", 20)).Published.Should().BeFalse();
        Accept(pipeline, 2, ("humidity", 50)).Published.Should().BeTrue();
    }

    [Fact]
    public void A_rejected_value_is_counted_and_its_reason_told_while_others_pass()
    {
        Set("temperature", new() { Range = new(-20, 50) });
        var pipeline = Make();

        Accept(pipeline, 0, ("temperature", 85), ("humidity", 50)).Should()
            .Be(new PipelineOutcome(true, true, "temperature is 85, outside of -20 to 50 °C"));

        pipeline.Rejected.Should().Be(1);
        Text(pipeline).Should().Be("""{"temperature":null,"humidity":50}""");
    }

    [Fact]
    public void Derived_entities_follow_the_accepted_values()
    {
        Derive(
            new("dew_point", DerivedKind.DewPoint) { From = ["temperature", "humidity"] },
            new("double", DerivedKind.Expression) { Expression = Expression.Parse("dew_point * 2 + 1 / 3") });
        Set("temperature", new() { Offset = -1 });
        var pipeline = Make();

        Accept(pipeline, 0, ("temperature", 26));
        Text(pipeline).Should().Be("""{"temperature":25,"humidity":null,"dew_point":null,"double":null}""");

        // The psychrometric table has 16.7 °C for 25 °C and 60 %.
        Accept(pipeline, 1, ("humidity", 60));
        Text(pipeline).Should().Be("""{"temperature":25,"humidity":60,"dew_point":16.7,"double":33.733}""");
        pipeline.Entities.Select(static entity => entity.Key).Should()
            .Equal("temperature", "humidity", "dew_point", "double");
    }

    [Fact]
    public void Apparent_power_is_exact_and_texts_are_unknown()
    {
        _options = TestDevices.Stream(new("voltage"), new("current"), new("text"));
        Derive(
            new("va", DerivedKind.ApparentPower) { From = ["voltage", "current"], Precision = 3 },
            new("none", DerivedKind.Expression) { Expression = Expression.Parse("text + 1") });
        var pipeline = Make();

        pipeline.Accept(
            new(default, [new("voltage", Value.Of(230.1m)), new("current", Value.Of(0.07m)), new("text", Value.Of("x"))]),
            TimeSpan.Zero);

        Text(pipeline).Should().Be("""{"voltage":230.1,"current":0.07,"text":"x","va":16.107,"none":null}""");
    }

    [Fact]
    public void What_the_device_tells_itself_is_not_derived()
    {
        Derive(new DerivedOptions("humidity", DerivedKind.Expression) { Expression = Expression.Parse("1") });
        var pipeline = Make();

        Accept(pipeline, 0, ("humidity", 44));

        Text(pipeline).Should().Be("""{"temperature":null,"humidity":44}""");
    }

    [Fact]
    public void A_new_entity_does_not_make_the_others_forget()
    {
        Set("temperature", new() { Mean = 2 });
        var pipeline = Make();
        Accept(pipeline, 0, ("temperature", 20));

        pipeline.SetEntities([Temperature with { }, Humidity, new("pressure")]);
        Accept(pipeline, 1, ("temperature", 21));

        Text(pipeline).Should().Be("""{"temperature":20.5,"humidity":null,"pressure":null}""");
    }

    private static PipelineOutcome Accept(DevicePipeline pipeline, double second, params (string Key, decimal Number)[] values) =>
        pipeline.Accept(
            new(default, [.. values.Select(static each => new KeyedValue(each.Key, Value.Of(each.Number)))]),
            TimeSpan.FromSeconds(second));

    private static string Text(DevicePipeline pipeline) => Encoding.UTF8.GetString(pipeline.Write());

    private void Set(string key, EntityOptions entity) =>
        _options = _options with { Entities = _options.Entities.SetItem(key, entity) };

    private void Derive(params DerivedOptions[] derived) => _options = _options with { Derived = [.. derived] };

    private DevicePipeline Make()
    {
        var pipeline = new DevicePipeline(_options);
        pipeline.SetEntities(_options.Driver.Entities(_options.Settings));
        return pipeline;
    }
}
