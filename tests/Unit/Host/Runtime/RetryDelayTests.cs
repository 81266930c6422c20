using Bridge.Host.Runtime;

namespace Bridge.Unit.Host.Runtime;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(4, 60)]
    [InlineData(1_000_000, 60)]
    public void Doubles_up_to_the_limit(int failures, int seconds) =>
        RetryDelay.After(failures, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1))
            .Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Is_never_longer_than_the_limit() =>
        RetryDelay.After(1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1)).Should().Be(TimeSpan.FromSeconds(1));
}
