using Bridge.Devices.Buses;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Unit.Devices.Buses;

public sealed class FairQueueTests
{
    private const int LaneLength = 3;

    private static readonly Config Checks = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(4, 4711);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FairQueue<string> _queue = new(LaneLength);

    [Fact]
    public void Links_take_turns_and_each_keeps_its_order()
    {
        Add("a", "a1", "a2", "a3");
        Add("b", "b1");
        Add("c", "c1", "c2");

        TakeAll().Should().Equal("a1", "b1", "c1", "a2", "c2", "a3");
    }

    [Fact]
    public void Who_asks_again_and_again_is_served_once_a_turn()
    {
        Add("greedy", "g", "g", "g");
        Add("modest", "m");

        var waited = 0;
        while (_queue.TryTake() != "m")
        {
            waited++;
            Add("greedy", "g");
        }

        waited.Should().Be(1);
    }

    [Fact]
    public void What_is_urgent_goes_first()
    {
        Add("a", "a1", "a2");
        Add("b", "b1");
        _queue.TryAdd("b", "switch on", urgent: true).Should().BeTrue();

        TakeAll().Should().Equal("switch on", "a1", "b1", "a2");
    }

    [Fact]
    public void What_is_urgent_does_not_hold_up_the_rest_for_ever()
    {
        Add("a", "poll");
        var commands = 0;
        string? next;
        do
        {
            _queue.TryAdd("b", "command", urgent: true);
            next = _queue.TryTake();
            commands += next == "command" ? 1 : 0;
        }
        while (next != "poll");

        commands.Should().Be(FairQueue<string>.UrgentInARow);
    }

    [Fact]
    public void Each_lane_has_an_end_and_a_full_one_leaves_the_others_open()
    {
        Add("a", "1", "2", "3");

        _queue.TryAdd("a", "4", urgent: false).Should().BeFalse();
        _queue.TryAdd("a", "command", urgent: true).Should().BeTrue();
        _queue.TryAdd("b", "1", urgent: false).Should().BeTrue();
        TakeAll().Should().Equal("command", "1", "1", "2", "3");
    }

    [Fact]
    public async Task After_the_close_what_waits_is_still_taken_and_then_nothing()
    {
        var waiting = _queue.TakeAsync().AsTask();
        Add("a", "1", "2");
        (await waiting).Should().Be("1");

        _queue.Close();

        _queue.Take().Should().Be("2");
        _queue.Take().Should().BeNull();
        (await _queue.TakeAsync()).Should().BeNull();
        _queue.TryTake().Should().BeNull();
    }

    [Fact]
    public void Nothing_is_lost_and_nobody_waits_longer_than_one_turn_of_all()
    {
        const int Links = 5;
        Check.One(Checks, Prop.ForAll(
            Gen.Choose(1, Links).ArrayOf().ToArbitrary(),
            static links =>
            {
                var queue = new FairQueue<string>(links.Length + 1);
                foreach (var link in links)
                {
                    queue.TryAdd(link, Name(link), urgent: false);
                }

                var served = Drain(queue);

                // The nth of a link comes after at most n of each other one.
                served.Order(StringComparer.Ordinal).Should().Equal(links.Select(Name).Order(StringComparer.Ordinal));
                foreach (var lane in Enumerable.Range(1, Links).Select(Name))
                {
                    var places = served.Index().Where(each => each.Item == lane).Select(static each => each.Index).ToArray();
                    places.Index().All(static each => each.Item < (each.Index + 1) * Links).Should().BeTrue();
                }
            }));
    }

    [Fact]
    public async Task Who_waits_is_woken_by_what_comes_and_by_the_close()
    {
        var thread = Task.Factory.StartNew(
            _queue.Take, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _queue.TryAdd("a", "for the thread", urgent: false);
        (await thread.WaitAsync(Patience)).Should().Be("for the thread");

        var task = _queue.TakeAsync();
        task.IsCompleted.Should().BeFalse();
        _queue.TryAdd("a", "for the task", urgent: true);
        (await task.AsTask().WaitAsync(Patience)).Should().Be("for the task");

        var last = _queue.TakeAsync();
        _queue.Close();
        (await last.AsTask().WaitAsync(Patience)).Should().BeNull();
    }

    [Fact]
    public async Task A_thread_takes_everything_that_others_add_at_the_same_time()
    {
        const int Each = 2000;
        var queue = new FairQueue<string>(Each);
        var taker = Task.Factory.StartNew(
            () =>
            {
                var taken = 0;
                while (queue.Take() is not null)
                {
                    taken++;
                }

                return taken;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        await Task.WhenAll(Enumerable.Range(1, 3).Select(link => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                queue.TryAdd(Name(link), "item", urgent: i % 7 == 0).Should().BeTrue();
            }
        })));
        queue.Close();

        (await taker.WaitAsync(Patience)).Should().Be(3 * Each);
    }

    private void Add(string link, params string[] items)
    {
        foreach (var item in items)
        {
            _queue.TryAdd(link, item, urgent: false).Should().BeTrue();
        }
    }

    private List<string> TakeAll() => Drain(_queue);

    private static string Name(int link) => $"link {link}";

    private static List<string> Drain(FairQueue<string> queue)
    {
        var all = new List<string>();
        while (queue.TryTake() is { } next)
        {
            all.Add(next);
        }

        return all;
    }
}
