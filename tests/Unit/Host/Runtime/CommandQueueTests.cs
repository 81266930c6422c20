using Bridge.Devices.Model;
using Bridge.Host.Runtime;

namespace Bridge.Unit.Host.Runtime;

public sealed class CommandQueueTests
{
    private readonly CommandQueue _queue = new();
    private readonly List<(string Key, string? Answer)> _answers = [];

    [Fact]
    public void Hands_commands_out_in_their_order()
    {
        Post("a", Value.Of(true));
        Post("b", Value.Of(true));
        Post("a", Value.Of(false));

        Taken().Should().Equal(("a", Value.Of(true)), ("b", Value.Of(true)), ("a", Value.Of(false)));
        _answers.Should().BeEmpty();
    }

    [Fact]
    public void A_newer_number_takes_the_place_of_the_one_that_waits_which_is_told()
    {
        Post("level", Value.Of(1));
        Post("other", Value.Of(1));
        Post("level", Value.Of(2));
        Post("level", Value.Of(3));

        Taken().Should().Equal(("level", Value.Of(3)), ("other", Value.Of(1)));
        _answers.Should().Equal(("level", "superseded"), ("level", "superseded"));
    }

    [Fact]
    public void More_than_32_are_refused_and_the_waiting_ones_stay()
    {
        for (var i = 0; i < 33; i++)
        {
            Post($"relay_{i}", Value.Of(true));
        }

        _answers.Should().ContainSingle().Which.Key.Should().Be("relay_32");
        Taken().Should().HaveCount(32);
    }

    [Fact]
    public void After_the_end_all_are_answered()
    {
        Post("a", Value.Of(true));
        _queue.Close("over");
        Post("b", Value.Of(true));

        _answers.Should().Equal(("a", "over"), ("b", "over"));
        _queue.Take().Should().BeNull();
    }

    [Fact]
    public void Tells_an_arrival_while_a_command_waits()
    {
        _queue.Arrival.IsCompleted.Should().BeFalse();
        Post("a", Value.Of(true));
        _queue.Arrival.IsCompleted.Should().BeTrue();
        _queue.Take();
        _queue.Arrival.IsCompleted.Should().BeFalse();
    }

    private void Post(string key, Value value) =>
        _queue.Post(new(new(key, value), answer => _answers.Add((key, answer))));

    private List<(string Key, Value Value)> Taken()
    {
        var taken = new List<(string, Value)>();
        while (_queue.Take() is { } request)
        {
            taken.Add((request.Command.Key, request.Command.Value));
        }

        return taken;
    }
}
