using System.Text;
using Bridge.Devices.Model;
using Bridge.Host.Pipeline;

namespace Bridge.Unit.Host.Pipeline;

public sealed class DeviceStateTests
{
    [Fact]
    public void Writes_every_key_in_order_and_null_for_what_is_unknown()
    {
        var state = new DeviceState();
        state.SetKeys(["energy", "tariff", "open", "gas"]);
        state.Set("tariff", Value.Of("2"));
        state.Set("open", Value.Of(true));
        state.Set("energy", Value.Of(1581.123m));

        Text(state).Should().Be("""{"energy":1581.123,"tariff":"2","open":true,"gas":null}""");
    }

    [Fact]
    public void Keeps_trailing_zeros_and_large_numbers_exact()
    {
        var state = new DeviceState();
        state.SetKeys(["a", "b"]);
        state.Set("a", Value.Of(0.000m));
        state.Set("b", Value.Of(123456789012.345m));

        Text(state).Should().Be("""{"a":0.000,"b":123456789012.345}""");
    }

    [Fact]
    public void Escapes_text_only_where_JSON_demands_it()
    {
        var state = new DeviceState();
        state.SetKeys(["text"]);
        state.Set("text", Value.Of("5 m³ \"gas\" <ok>\n"));

        Text(state).Should().Be("{\"text\":\"5 m³ \\\"gas\\\" <ok>\\n\"}");
    }

    [Fact]
    public void Forgets_values_of_keys_that_are_gone()
    {
        var state = new DeviceState();
        state.SetKeys(["a", "b"]);
        state.Set("a", Value.Of(1));
        state.Set("b", Value.Of(2));
        state.SetKeys(["b"]);
        state.SetKeys(["a", "b"]);

        Text(state).Should().Be("""{"a":null,"b":2}""");
    }

    private static string Text(DeviceState state) => Encoding.UTF8.GetString(state.Write());
}
