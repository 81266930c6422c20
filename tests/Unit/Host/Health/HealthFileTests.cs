using Bridge.Host.Health;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Health;

public sealed class HealthFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-health-");
    private readonly ManualTime _time = new();

    private HealthFile File => new(Path.Combine(_folder.FullName, "bridge.health"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_fresh_touch_is_healthy_for_30_seconds()
    {
        File.Touch("run", _time.GetUtcNow()).Should().BeTrue();

        _time.Advance(TimeSpan.FromSeconds(30));
        File.Check(_time).Healthy.Should().BeTrue();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        File.Check(_time).Should().Be(new HealthVerdict(
            false, $"The bridge (process {Environment.ProcessId}) gave its last sign of life 30 s ago."));
    }

    [Fact]
    public void A_touch_replaces_the_last_one_and_leaves_no_other_file()
    {
        File.Touch("run", _time.GetUtcNow());
        _time.Advance(TimeSpan.FromMinutes(5));

        File.Touch("run", _time.GetUtcNow()).Should().BeTrue();

        File.Check(_time).Healthy.Should().BeTrue();
        _folder.GetFiles().Should().ContainSingle();
    }

    [Fact]
    public void A_missing_file_is_unhealthy() => File.Check(_time).Message.Should().Contain("is missing");

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"pid":"x","time":1}""")]
    [InlineData("""{"pid":1,"time":"noon"}""")]
    public void Nonsense_is_unhealthy(string content)
    {
        System.IO.File.WriteAllText(File.Path, content);

        File.Check(_time).Message.Should().Contain("no health file");
    }

    [Fact]
    public void A_long_file_is_not_read_to_its_end()
    {
        System.IO.File.WriteAllText(File.Path, new string(' ', 1_000_000));

        File.Check(_time).Healthy.Should().BeFalse();
    }

    [Fact]
    public void A_clock_set_back_is_named()
    {
        File.Touch("run", _time.GetUtcNow());
        _time.StepWallClock(TimeSpan.FromSeconds(-31));

        File.Check(_time).Should().Be(new HealthVerdict(
            false,
            $"The last sign of life (process {Environment.ProcessId}) lies 31 s in the future: the clock was set back."));
    }

    [Fact]
    public void A_folder_that_is_missing_does_not_throw()
    {
        var nowhere = new HealthFile(Path.Combine(_folder.FullName, "no/bridge.health"));

        nowhere.Touch("run", _time.GetUtcNow()).Should().BeFalse();
        nowhere.Check(_time).Healthy.Should().BeFalse();
    }
}
