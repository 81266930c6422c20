using System.Reflection;
using System.Text.RegularExpressions;
using Bridge.Host;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Logging;

public sealed partial class LogTests
{
    [Fact]
    public void No_property_has_the_name_of_a_fixed_field()
    {
        var properties = typeof(Log).GetMethods()
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .SelectMany(static line => Placeholder().Matches(line.Message))
            .Select(static match => match.Groups["name"].Value);

        properties.Should().NotBeEmpty().And.NotIntersectWith(
            ["Timestamp", "Level", "Logger", "Message", "Service", "Version", "Exception"]);
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
