using System.Collections.Immutable;
using Bridge.Host.Configuration;
using Bridge.Store;

namespace Bridge.Unit.Host.Link;

/// <summary>
/// Home Assistant ends with exactly what is configured also where the store does not know what was: it was lost, or an older
/// copy has taken its place. What stays keeps its number in the registry, and with it its history.
/// </summary>
public sealed class ForgottenTests : IDisposable
{
    private readonly Household _house = new();

    public void Dispose() => _house.Dispose();

    /// <summary>Form before and after; whether a copy is restored; what goes then.</summary>
    public static TheoryData<int, int, bool, string> Losses()
    {
        var losses = new TheoryData<int, int, bool, string>();
        foreach (var gone in (string[])["nothing", "office-humidity", "cellar"])
        {
            foreach (var isCopy in (bool[])[false, true])
            {
                losses.Add(0, 0, isCopy, gone);
                losses.Add(1, 1, isCopy, gone);
                losses.Add(0, 1, isCopy, gone);
                losses.Add(1, 0, isCopy, gone);
            }
        }

        return losses;
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void What_goes_while_the_store_forgets_it_is_gone_and_everything_else_keeps_its_history(
        int from, int to, bool isCopy, string gone)
    {
        Live(to, QuietDevice.WithSensors("office", "temperature"));
        var copy = isCopy ? _house.Remembered : new MemoryStateStore();
        Live(from, Devices("nothing"));
        Live(from, Devices("nothing"));
        var before = Numbers();
        before.Should().ContainKey("4f1a2b3c_cellar-humidity");

        _house.Restore(copy);
        Live(to, Devices(gone));

        Numbers().Should().Equal(Without(before, gone));
        _house.Kept.Should().NotContain(topic => topic.Contains($"{gone.Replace('-', '/')}/", StringComparison.Ordinal));
        _house.Kept.Where(static topic => topic.EndsWith("/config", StringComparison.Ordinal)).Should()
            .OnlyContain(topic => topic.StartsWith("homeassistant/device/", StringComparison.Ordinal) == (to == 0));
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_a_meter_told_before_the_store_was_lost_stays_until_it_tells_again(int mode)
    {
        _house.Mode = (DiscoveryMode)mode;
        _house.Start("bridge", QuietDevice.WithSensors("meter"));
        _house.Devices[0].Describe(new(), [new("power") { Name = "Power" }, new("gas") { Name = "Gas" }]);
        _house.Settle();
        var before = Numbers();
        _house.Stop();

        _house.Restore(new MemoryStateStore());
        _house.Start("bridge", QuietDevice.WithSensors("meter"));
        _house.Settle();
        Numbers().Should().Equal(before, "it has not told anything yet");

        _house.Devices[0].Describe(new(), [new("power") { Name = "Power" }]);
        _house.Settle();
        _house.Settle();
        Numbers().Should().Equal(before.Remove("4f1a2b3c_meter-gas"));
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public void What_others_keep_under_our_prefix_or_have_announced_stays()
    {
        const string Document = "homeassistant/device/0badcafe_shed/config";
        _house.Say("bridge/shed/availability", "online");
        _house.Say("bridge/shed/state", "{}");
        _house.Say(Document, """{"device":{"identifiers":["0badcafe_shed"],"name":"Shed"},"origin":{"name":"Other"},"components":{}}""");

        Live(0, Devices("nothing"));

        _house.Kept.Should().Contain(["bridge/shed/availability", "bridge/shed/state", Document]);
    }

    [Fact]
    public void Devices_do_not_name_the_bridge_once_the_user_deleted_it()
    {
        _house.Start("bridge", Devices("nothing"));
        _house.KeptOn("homeassistant/device/4f1a2b3c_office/config").Should().Contain("\"via_device\":\"4f1a2b3c_bridge\"");
        _house.Delete("bridge");
        _house.Stop();

        _house.Start("bridge", Devices("nothing"));
        _house.Settle();

        _house.KeptOn("homeassistant/device/4f1a2b3c_office/config").Should().NotBeNull().And.NotContain("via_device");
    }

    private void Live(int mode, params DeviceOptions[] devices)
    {
        _house.Mode = (DiscoveryMode)mode;
        _house.Start("bridge", devices);
        _house.Settle();
        _house.Settle();
        _house.Stop();
    }

    private static ImmutableSortedDictionary<string, int> Without(ImmutableSortedDictionary<string, int> all, string gone) =>
        all.RemoveRange(all.Keys.Where(id => id == $"4f1a2b3c_{gone}" || id.StartsWith($"4f1a2b3c_{gone}-", StringComparison.Ordinal)));

    private ImmutableSortedDictionary<string, int> Numbers() =>
        _house.Home.Registry.ToImmutableSortedDictionary(static entry => entry.UniqueId, static entry => entry.Number, StringComparer.Ordinal);

    private static DeviceOptions[] Devices(string gone) =>
    [
        .. ((string[])["office", "cellar"]).Where(id => id != gone).Select(id => gone == $"{id}-humidity"
            ? QuietDevice.WithSensors(id, "temperature") : QuietDevice.WithSensors(id, "temperature", "humidity")),
    ];
}
