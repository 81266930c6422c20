using Bridge.Devices.Model;
using Bridge.Host.Runtime;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Host.Runtime;

public sealed class UrgentCommandsTests
{
    private readonly ScriptedLink _link = new();

    [Fact]
    public async Task Only_commands_are_urgent_also_after_one_that_failed()
    {
        var relay = new Relay(_link);
        var device = (ICommandedDevice)UrgentCommands.Of(relay, _link);

        await device.ReadAsync(CancellationToken.None);
        await device.ExecuteAsync(new("relay", Value.Of(true)), CancellationToken.None);
        var failing = async () => await device.ExecuteAsync(new("fails", Value.Of(true)), CancellationToken.None);
        await failing.Should().ThrowAsync<BusException>();
        await device.ReadAsync(CancellationToken.None);

        relay.Log.Should().Equal("read", "relay urgent", "fails urgent", "read");
        device.Info.Should().BeSameAs(relay.Info);
    }

    [Fact]
    public void A_device_that_takes_no_commands_stays_as_it_is()
    {
        var sensor = new Sensor();

        UrgentCommands.Of(sensor, _link).Should().BeSameAs(sensor);
    }

    private class Sensor : IPolledDevice
    {
        public List<string> Log { get; } = [];

        public DeviceInfo Info { get; } = new();

        public virtual ValueTask<Reading> ReadAsync(CancellationToken cancellationToken) => new(new Reading(default, []));
    }

    private sealed class Relay(WireLink link) : Sensor, ICommandedDevice
    {
        public override ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
        {
            Note("read");
            return base.ReadAsync(cancellationToken);
        }

        public ValueTask ExecuteAsync(Command command, CancellationToken cancellationToken)
        {
            Note(command.Key);
            return command.Key == "fails"
                ? throw new BusException(BusFault.NoAnswer, "no acknowledge")
                : ValueTask.CompletedTask;
        }

        private void Note(string what) => Log.Add(link.Urgent ? $"{what} urgent" : what);
    }
}
