using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Unit.Host.Pipeline;

public sealed class EntityPipelinePropertyTests
{
    private static readonly Config Checks = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(4, 4711);

    // Any bits that are a decimal: all scales, all sizes, both signs.
    private static readonly Gen<decimal> Decimals =
        from low in ArbMap.Default.GeneratorFor<int>()
        from middle in ArbMap.Default.GeneratorFor<int>()
        from high in Gen.OneOf(Gen.Constant(0), ArbMap.Default.GeneratorFor<int>(), Gen.Constant(-1))
        from negative in ArbMap.Default.GeneratorFor<bool>()
        from scale in Gen.Choose(0, 28)
        from extreme in Gen.Choose(0, 9)
        select extreme switch
        {
            0 => decimal.MaxValue,
            1 => decimal.MinValue,
            _ => new decimal(low, middle, high, negative, (byte)scale),
        };

    private static readonly Gen<decimal> Settings =
        from number in Gen.Choose(-1_000_000, 1_000_000)
        from scale in Gen.Choose(0, 6)
        select new decimal(Math.Abs(number), 0, 0, number < 0, (byte)scale);

    private static readonly Gen<EntityOptions> Options =
        from way in Gen.Choose(0, 2)
        from numbers in Settings.ArrayOf(4)
        from window in Gen.Choose(1, 7)
        from smoothing in Gen.Choose(0, 15)
        from precision in Gen.Choose(0, 9)
        from gates in Gen.Choose(0, 3)
        select new EntityOptions
        {
            Factor = way == 0 ? numbers[0] : 1,
            Offset = way == 0 ? numbers[1] : 0,
            Calibrate = way == 1 ? [new(0, numbers[0]), new(0.5m, numbers[1]), new(7, numbers[2])] : [],
            Polynomial = way == 2 ? [.. numbers] : [],
            Range = (gates & 1) != 0 ? new(-1000, 1000) : null,
            MaxRate = (gates & 2) != 0 ? 0.5m : null,
            Median = (smoothing & 1) != 0 ? window : 1,
            Mean = (smoothing & 2) != 0 ? window : 1,
            Ema = (smoothing & 4) != 0 ? TimeSpan.FromSeconds(window) : TimeSpan.Zero,
            OneEuro = (smoothing & 8) != 0 ? new(0.1m, 1) : null,
            Precision = precision,
        };

    [Fact]
    public void Whatever_is_told_nothing_is_thrown_and_no_value_has_more_decimals_than_the_precision()
    {
        var cases = from options in Options
                    from numbers in Decimals.ArrayOf(12)
                    select (options, numbers);
        Check.One(Checks, Prop.ForAll(cases.ToArbitrary(), static each =>
        {
            var pipeline = new EntityPipeline(new Entity("x"), each.options);
            for (var second = 0; second < each.numbers.Length; second++)
            {
                var value = pipeline.Pass(Value.Of(each.numbers[second]), TimeSpan.FromSeconds(second), out var why);
                (value is null).Should().Be(why is not null);
                (value?.Number.Scale ?? 0).Should().BeLessThanOrEqualTo((byte)each.options.Precision!.Value);
            }
        }));
    }

    [Fact]
    public void Whatever_a_counter_tells_nothing_is_thrown_and_no_fall_is_passed_on_that_was_not_confirmed()
    {
        var small = Gen.Choose(0, 2000).Select(static number => number / 100m);
        var cases = from options in Options
                    from correction in Settings
                    from numbers in Gen.OneOf(small, small, small, Decimals).ArrayOf(40)
                    select (options, correction, numbers);
        Check.One(Checks, Prop.ForAll(cases.ToArbitrary(), static each =>
        {
            var counter = new Counter(each.options) { Correction = each.correction };
            var pipeline = new EntityPipeline(new Entity("x"), each.options, counter);
            var (last, missed) = ((decimal?)null, 0);
            for (var second = 0; second < each.numbers.Length; second++)
            {
                if (pipeline.Pass(Value.Of(each.numbers[second]), TimeSpan.FromSeconds(second), out _) is not { } value)
                {
                    missed++;
                    continue;
                }

                (value.Number >= last || last is null || missed >= each.options.Relearn - 1).Should().BeTrue();
                (last, missed) = (value.Number, 0);
            }
        }));
    }

    [Fact]
    public void Settings_that_say_nothing_change_nothing()
    {
        var same = new EntityOptions { Factor = 1, Offset = 0, Median = 1, Mean = 1, Range = null };
        Check.One(Checks, Prop.ForAll(Decimals.ToArbitrary(), number =>
            new EntityPipeline(new Entity("x"), same).Pass(Value.Of(number), TimeSpan.Zero, out _).ToString()
                .Should().Be(Value.Of(number).ToString())));
    }

    [Fact]
    public void Calibrations_that_are_the_identity_change_nothing()
    {
        EntityOptions[] all =
        [
            new() { Calibrate = [new(0, 0), new(1, 1)], Precision = 9 },
            new() { Polynomial = [0, 1], Precision = 9 },
        ];
        Check.One(Checks, Prop.ForAll(Settings.ToArbitrary(), number => all.Should().AllSatisfy(options =>
            new EntityPipeline(new Entity("x"), options).Pass(Value.Of(number), TimeSpan.Zero, out _)
                .Should().Be(Value.Of(number)))));
    }
}
