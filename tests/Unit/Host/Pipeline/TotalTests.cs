using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Unit.Host.Pipeline;

public sealed class TotalTests
{
    private static readonly Config Checks = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(4, 4711);
    private static readonly DateTimeOffset Wall = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private static readonly TotalOptions Pulses = new("energy", TotalKind.Pulses, "pulses") { Factor = 0.001m };
    private static readonly TotalOptions Power = new("energy", TotalKind.Integral, "power") { Factor = 0.001m };

    [Fact]
    public void A_million_pulses_of_a_thousandth_are_exactly_a_thousand()
    {
        var total = new Total(Pulses);
        for (var pulse = 0; pulse <= 1_000_000; pulse++)
        {
            total.Add(Value.Of((decimal)pulse), TimeSpan.FromSeconds(pulse));
        }

        total.Value.ToString().Should().Be("1000.000");
        total.Hand(Wall, default).Sum.Should().Be(1000m);
    }

    [Fact]
    public void A_million_increments_of_a_thousandth_are_exactly_a_thousand()
    {
        var total = new Total(new("water", TotalKind.Increments, "litres") { Factor = 0.001m });
        for (var i = 0; i < 1_000_000; i++)
        {
            total.Add(Value.Of(1m), TimeSpan.FromSeconds(i));
        }

        total.Value.ToString().Should().Be("1000.000");
    }

    [Fact]
    public void The_first_number_of_a_counter_adds_nothing_and_one_that_begins_again_loses_nothing()
    {
        var total = new Total(Pulses with { Factor = 1 });

        Add(total, 500, 510, 3, 4, 5, 6);

        total.Value.Number.Should().Be(10 + 5 + 1, "three in a row below the last one are a new start");
    }

    [Fact]
    public void A_dip_of_a_counter_adds_nothing()
    {
        var total = new Total(Pulses with { Factor = 1 });

        Add(total, 500, 510, 0, 510, 509, 512);

        total.Value.Number.Should().Be(12);
    }

    [Fact]
    public void A_kilowatt_for_an_hour_is_exactly_a_kilowatt_hour_however_often_it_is_read()
    {
        var total = new Total(Power with { Precision = 9 });
        for (var second = 0; second <= 3600; second++)
        {
            total.Add(Value.Of(1000m), TimeSpan.FromSeconds(second));
        }

        total.Value.ToString().Should().Be("1.000000000");
        var memory = total.Hand(Wall, TimeSpan.FromHours(1));
        (memory.Sum, memory.Rest).Should().Be((1m, 0m));
    }

    [Fact]
    public void A_rate_is_added_by_trapezoids()
    {
        var total = new Total(Power);

        total.Add(Value.Of(0m), TimeSpan.Zero);
        total.Add(Value.Of(1200m), TimeSpan.FromMinutes(2)); // 600 W for 1/30 h
        total.Add(Value.Of(600m), TimeSpan.FromMinutes(3)); // 900 W for 1/60 h

        total.Value.Number.Should().Be(0.02m + 0.015m);
    }

    [Fact]
    public void Litres_a_minute_become_litres()
    {
        var total = new Total(new("water", TotalKind.Integral, "flow") { Per = TimeSpan.FromMinutes(1) });

        total.Add(Value.Of(12m), TimeSpan.Zero);
        total.Add(Value.Of(12m), TimeSpan.FromSeconds(30));

        total.Value.Number.Should().Be(6);
    }

    [Fact]
    public void A_gap_adds_nothing_and_neither_does_what_is_not_known_or_below_zero()
    {
        var total = new Total(Power with { Gap = TimeSpan.FromMinutes(5) });

        total.Add(Value.Of(1000m), TimeSpan.Zero);
        total.Add(Value.Of(1000m), TimeSpan.FromSeconds(301));
        total.Add(Value.Unknown, TimeSpan.FromSeconds(302));
        total.Add(Value.Of(1000m), TimeSpan.FromSeconds(303));
        total.Add(Value.Of(-1000m), TimeSpan.FromSeconds(303));
        total.Add(Value.Of(-1000m), TimeSpan.FromSeconds(400));

        total.Value.Number.Should().Be(0);
        total.IsUnsaved.Should().BeFalse("then there is nothing to write");
    }

    [Fact]
    public void Pulses_that_came_after_the_last_save_are_added_after_a_crash()
    {
        var before = new Total(Pulses);
        Add(before, 100, 200);
        var kept = before.Hand(Wall, TimeSpan.Zero).Write();
        Add(before, 250); // lost

        var after = new Total(Pulses);
        after.Recall(TotalMemory.Read(kept)!, TimeSpan.FromHours(-1));
        after.Value.Number.Should().Be(0.1m);
        Add(after, 260);

        after.Value.Number.Should().Be(0.16m);
    }

    [Fact]
    public void The_counter_of_another_entity_is_not_gone_on_from()
    {
        var before = new Total(Pulses);
        Add(before, 100, 200);
        var after = new Total(Pulses with { From = "other" });

        after.Recall(before.Hand(Wall, TimeSpan.Zero), TimeSpan.FromHours(-1));
        Add(after, 9000, 9001);

        after.Value.Number.Should().Be(0.101m);
    }

    [Fact]
    public void What_is_kept_reads_back_with_every_digit()
    {
        var memory = new TotalMemory(TotalKind.Integral, "power", 12345.678901234567m, 0.0000000000000000000000000001m)
        {
            Last = 1.50m,
            At = Wall,
        };

        memory.Write().Should().Be("""
            {"total":12345.678901234567,"rest":0.0000000000000000000000000001,"kind":"Integral","from":"power","last":1.50,"at":"2026-03-01T10:00:00.0000000+00:00"}
            """);
        TotalMemory.Read(memory.Write()).Should().Be(memory);
    }

    [Theory]
    [InlineData("")]
    [InlineData("17.5")]
    [InlineData("{\"total\":1}")]
    [InlineData("{\"total\":\"1\",\"kind\":\"Pulses\",\"from\":\"x\"}")]
    [InlineData("{\"total\":1,\"kind\":\"Sums\",\"from\":\"x\"}")]
    [InlineData("{\"total\":1e40,\"kind\":\"Pulses\",\"from\":\"x\"}")]
    public void What_makes_no_sense_is_nothing(string text) => TotalMemory.Read(text).Should().BeNull();

    [Fact]
    public void What_is_told_is_what_was_kept()
    {
        var total = new Total(Pulses with { Factor = 1 });
        Add(total, 0, 5);
        total.Kept().Should().BeNull("nothing was handed over");
        total.Hand(Wall, TimeSpan.Zero);
        Add(total, 6);

        total.Kept()!.Value.Value.Number.Should().Be(5);
        total.IsUnsaved.Should().BeTrue();
    }

    [Fact]
    public void The_user_sets_it_and_it_goes_on_from_there()
    {
        var total = new Total(Pulses with { Factor = 1 });
        Add(total, 0, 50);

        total.Set(7);
        Add(total, 51);

        total.Value.Number.Should().Be(8);
        total.Hand(Wall, TimeSpan.Zero);
        total.Kept()!.Value.WasSet.Should().BeTrue();
    }

    [Fact]
    public void Whatever_comes_nothing_is_thrown_and_it_never_falls_also_over_crashes()
    {
        var numbers = Gen.OneOf(
            Gen.Choose(-50, 3000).Select(static number => number / 10m),
            Gen.Elements(decimal.MaxValue, decimal.MinValue, 1e15m, 0.0000000000000000000000000001m));
        var steps = from number in numbers
                    from seconds in Gen.Choose(0, 400)
                    from crash in Gen.Choose(0, 9)
                    from save in Gen.Choose(0, 3)
                    select (number, seconds, crash: crash == 0, save: save == 0);
        var cases = from all in steps.ArrayOf(60)
                    from kind in Gen.Elements(TotalKind.Pulses, TotalKind.Increments, TotalKind.Integral)
                    from factor in Gen.Elements(0.001m, 1m, 0.3333333m)
                    select (all, options: new TotalOptions("total", kind, "source") { Factor = factor });
        Prop.ForAll(cases.ToArbitrary(), static each =>
        {
            var total = new Total(each.options);
            var (now, told, kept) = (TimeSpan.Zero, 0m, (TotalMemory?)null);
            foreach (var (number, seconds, crash, save) in each.all)
            {
                now += TimeSpan.FromSeconds(seconds);
                if (crash)
                {
                    total = new Total(each.options);
                    if (kept is not null)
                    {
                        total.Recall(TotalMemory.Read(kept.Write())!, now - TimeSpan.FromSeconds(60));
                    }
                }

                total.Add(Value.Of(number), now);
                if (save)
                {
                    kept = total.Hand(Wall + now, now);
                    var value = total.Kept()!.Value.Value.Number;
                    if (value < told)
                    {
                        return false;
                    }

                    told = value;
                }
            }

            return total.Value.Number >= told;
        }).Check(Checks);
    }

    private static void Add(Total total, params decimal[] numbers)
    {
        foreach (var number in numbers)
        {
            total.Add(Value.Of(number), TimeSpan.Zero);
        }
    }
}
