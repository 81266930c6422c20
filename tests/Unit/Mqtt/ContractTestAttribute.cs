using System.Reflection;
using Bridge.Mqtt.Client;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Bridge.Unit.Mqtt;

/// <summary>
/// A test of a contract, for each class that must pass it. With a parameter it runs once for each version that the class's
/// broker speaks, and is given it; without one it is about MQTT 5.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Bridge.Unit.Mqtt.ContractTestDiscoverer", "Bridge.Unit")]
public sealed class ContractTestAttribute : FactAttribute;

/// <summary>Finds what <see cref="ContractTestAttribute"/> asks for.</summary>
/// <param name="messages">Where the runner wants its own trouble told.</param>
public sealed class ContractTestDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var speaks5 = ContractTestCase.BrokerOf(testMethod)?.Speaks5 ?? true;
        object[]?[] arguments = (testMethod.Method.GetParameters().Any(), speaks5) switch
        {
            (true, true) => [[MqttProtocol.V5], [MqttProtocol.V311]],
            (true, false) => [[MqttProtocol.V311]],
            (false, true) => [null],
            (false, false) => [],
        };
        return arguments.Select(each => new ContractTestCase(messages, discoveryOptions, testMethod, each));
    }
}

/// <summary>A test that is skipped where its class's broker is missing.</summary>
public sealed class ContractTestCase : XunitTestCase
{
    /// <summary>For the runner, which fills it from what it has stored.</summary>
    [Obsolete("For the runner alone.")]
    public ContractTestCase()
    {
    }

    /// <summary>One test.</summary>
    public ContractTestCase(
        IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method, object[]? arguments)
        : base(messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, arguments)
    {
    }

    internal static BrokerAttribute? BrokerOf(ITestMethod method) =>
        method.TestClass.Class.ToRuntimeType().GetCustomAttribute<BrokerAttribute>();

    /// <inheritdoc/>
    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        BrokerOf(TestMethod)?.Missing ?? base.GetSkipReason(factAttribute);
}
