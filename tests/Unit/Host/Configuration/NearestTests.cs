using Bridge.Host.Configuration.Loading;

namespace Bridge.Unit.Host.Configuration;

public sealed class NearestTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("hots", "host", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "same", 0)]
    public void The_distance_counts_edits_and_swaps(string from, string to, int distance)
    {
        Nearest.Distance(from, to).Should().Be(distance);
    }

    [Theory]
    [InlineData("pasword", "password")]
    [InlineData("PORT", "port")]
    [InlineData("prefix", "topic_prefix")]
    [InlineData("bananas", null)]
    public void The_word_that_was_meant_is_found(string word, string? meant)
    {
        Nearest.To(word, ["host", "port", "password", "topic_prefix"]).Should().Be(meant);
    }

    [Fact]
    public void A_word_without_end_costs_nothing()
    {
        Nearest.To(new string('a', 10_000_000), ["host"]).Should().BeNull();
    }
}
