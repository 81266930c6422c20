using System.Text;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline;
using Bridge.Unit.Host.Runtime;

namespace Bridge.Unit.Host.Pipeline;

/// <summary>Values that are told apart from the state document, and only while they are fresh.</summary>
public sealed class ExpiringValuesTests
{
    private static readonly Entity Temperature = new("temperature") { Unit = "°C", Decimals = 1 };
    private static readonly Entity Humidity = new("humidity") { Unit = "%" };
    private static readonly Entity Relay = new("relay") { Kind = EntityKind.Switch };

    private DeviceOptions _options = TestDevices.Stream(Temperature, Humidity, Relay);

    [Fact]
    public void A_value_is_told_once_for_each_time_that_the_device_tells_it()
    {
        var pipeline = Make(new() { Shown = Expiring });
        Accept(pipeline, 0, ("temperature", 20), ("humidity", 50));

        Taken(pipeline, 0).Should().Equal("temperature=20");
        Taken(pipeline, 1).Should().BeEmpty();
        Text(pipeline).Should().Be("""{"humidity":50,"relay":null}""");
        Accept(pipeline, 2, ("humidity", 51));
        Taken(pipeline, 2).Should().BeEmpty();
        Accept(pipeline, 3, ("temperature", 20));
        Taken(pipeline, 3).Should().Equal("temperature=20");
    }

    [Fact]
    public void All_of_them_are_those_that_are_young_enough()
    {
        var pipeline = Make(new() { Shown = Expiring });
        Taken(pipeline, 0, all: true).Should().BeEmpty();
        Accept(pipeline, 0, ("temperature", 20), ("humidity", 50));

        Taken(pipeline, 59, all: true).Should().Equal("temperature=20");
        Taken(pipeline, 60, all: true).Should().BeEmpty();
    }

    [Fact]
    public void A_value_that_was_held_back_is_told_in_its_time_if_it_is_fresh_then()
    {
        var pipeline = Make(new() { Shown = Expiring, Publish = new() { AtMostEvery = TimeSpan.FromSeconds(30) } });
        Accept(pipeline, 0, ("temperature", 20));
        Taken(pipeline, 0).Should().HaveCount(1);
        Accept(pipeline, 10, ("temperature", 21));
        Taken(pipeline, 10).Should().BeEmpty();

        pipeline.Tick(TimeSpan.FromSeconds(30)).Should().BeTrue();

        Taken(pipeline, 30).Should().Equal("temperature=21");
    }

    [Fact]
    public void An_offset_that_the_user_sets_is_told_with_the_value_it_moves()
    {
        var pipeline = Make(new() { Shown = Expiring, Tunable = true });
        Accept(pipeline, 0, ("temperature", 20));
        Taken(pipeline, 0).Should().HaveCount(1);

        pipeline.Set("temperature_offset", 1.5m, TimeSpan.FromSeconds(1));

        Taken(pipeline, 1).Should().Equal("temperature=21.5");
        Text(pipeline).Should().Be("""{"humidity":null,"relay":null,"temperature_offset":1.5}""");
    }

    [Fact]
    public void What_the_device_learns_of_itself_loses_no_value()
    {
        var pipeline = Make(new() { Shown = Expiring });
        Accept(pipeline, 0, ("temperature", 20), ("humidity", 50));

        pipeline.SetEntities([Temperature, Humidity, Relay, new("pressure")]);

        Taken(pipeline, 1, all: true).Should().Equal("temperature=20");
        Text(pipeline).Should().Be("""{"humidity":50,"relay":null,"pressure":null}""");
    }

    [Fact]
    public void What_cannot_expire_stays_in_the_state_document()
    {
        _options = _options with { Entities = _options.Entities.Add("relay", new() { Shown = Expiring }) };
        var pipeline = Make(new());

        Text(pipeline).Should().Be("""{"temperature":null,"humidity":null,"relay":null}""");
        pipeline.Expiring.Has("relay").Should().BeFalse();
    }

    [Fact]
    public void A_derived_value_expires_with_those_it_is_made_of()
    {
        _options = _options with
        {
            Derived = [new("dew_point", DerivedKind.DewPoint) { From = ["temperature", "humidity"] }],
            Entities = _options.Entities.Add("dew_point", new() { Shown = Expiring }),
        };
        var pipeline = Make(new());

        Accept(pipeline, 0, ("temperature", 20), ("humidity", 50));

        Taken(pipeline, 0).Should().Equal("dew_point=9.3");
        Taken(pipeline, 60, all: true).Should().BeEmpty();
        Text(pipeline).Should().NotContain("dew_point");
    }

    [Fact]
    public void A_total_is_as_fresh_as_what_it_adds_up_and_told_only_when_it_is_kept()
    {
        _options = _options with
        {
            Totals = [new("litres", TotalKind.Increments, "humidity")],
            Entities = _options.Entities.Add("litres", new() { Shown = Expiring }),
        };
        var pipeline = Make(new());
        Taken(pipeline, 0, all: true).Should().BeEmpty("nothing was added up in this life");

        Accept(pipeline, 0, ("humidity", 5));
        Taken(pipeline, 0).Should().Equal("litres=0");
        pipeline.Hand(DateTimeOffset.UnixEpoch, default);
        pipeline.Kept(TimeSpan.FromSeconds(1)).Should().BeTrue();
        Taken(pipeline, 1).Should().Equal("litres=5");

        Accept(pipeline, 50, ("humidity", 0));
        Taken(pipeline, 100, all: true).Should().Equal("litres=5");
        Taken(pipeline, 110, all: true).Should().BeEmpty();
    }

    private static EntityOverride Expiring { get; } = new() { ExpireAfter = TimeSpan.FromMinutes(1) };

    private DevicePipeline Make(EntityOptions temperature)
    {
        var pipeline = new DevicePipeline(_options with { Entities = _options.Entities.Add("temperature", temperature) });
        pipeline.SetEntities(_options.Driver.Entities(_options.Settings));
        return pipeline;
    }

    private static void Accept(DevicePipeline pipeline, int second, params (string Key, decimal Value)[] values) =>
        pipeline.Accept(
            new(DateTimeOffset.UnixEpoch, [.. values.Select(static each => new KeyedValue(each.Key, Value.Of(each.Value)))]),
            TimeSpan.FromSeconds(second));

    private static string[] Taken(DevicePipeline pipeline, int second, bool all = false) =>
        [.. pipeline.Expiring.Take(all, TimeSpan.FromSeconds(second)).Select(static each => $"{each.Key}={each.Value}")];

    private static string Text(DevicePipeline pipeline) => Encoding.UTF8.GetString(pipeline.Write());
}
