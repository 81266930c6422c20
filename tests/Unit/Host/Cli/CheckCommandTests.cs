using Bridge.Host.Cli;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Cli;

public sealed class CheckCommandTests
{
    [Fact]
    public void Says_how_entities_are_shown_otherwise_than_their_driver_says()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var request = new ConfigurationRequest
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["BRIDGE_DEVICES"] = """
                    {"office":{"driver":"bme280","bus":1,"entities":{"temperature":{"unit":"K","category":"diagnostic"}}}}
                    """,
            },
            WorkingDirectory = "/nowhere",
            Sets = [],
            AddOnOptionsFile = "/nowhere/options.json",
            MountedFile = "/nowhere/bridge.yaml",
        };

        CheckCommand.Check(request, output, errors).Should().Be(0, "{0}", errors);

        output.ToString().Should().Contain("  entity        temperature [K], shown with unit K, category diagnostic")
            .And.Contain("  entity        humidity [%]" + Environment.NewLine);
    }
}
