using System.Net;
using System.Text;
using Bridge.TestSupport.Mqtt;

namespace Bridge.TestSupport.HomeAssistant;

/// <summary>The Supervisor's service for MQTT, as an add-on sees it: at first there is none.</summary>
public sealed class FakeSupervisor : IAsyncDisposable
{
    /// <summary>The token it knows the add-on by.</summary>
    public const string Token = "a-token-of-the-test";

    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private volatile string _answer = NotEnabled;
    private volatile int _status = 400;
    private int _asked;

    /// <summary>Starts it on a free loopback port.</summary>
    public FakeSupervisor()
    {
        Address = $"http://127.0.0.1:{Mosquitto.FreePort()}";
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What the Supervisor says while no broker has offered itself.</summary>
    public static string NotEnabled => """{"result":"error","message":"Service not enabled"}""";

    /// <summary>Its address, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>How often it was asked for its MQTT service.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>From now on it has a broker.</summary>
    public void Offer(int port, string username, string password) => Say(200, $$"""
        {"result":"ok","data":{"addon":"core_mosquitto","host":"127.0.0.1","port":"{{port}}","ssl":false,
        "protocol":"3.1.1","username":"{{username}}","password":"{{password}}"} }
        """);

    /// <summary>From now on it answers so.</summary>
    public void Say(int status, string answer) => (_status, _answer) = (status, answer);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                Answer(await _listener.GetContextAsync());
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private void Answer(HttpListenerContext call)
    {
        var isAllowed = call.Request.Headers["Authorization"] == $"Bearer {Token}";
        var isKnown = call.Request is { HttpMethod: "GET", RawUrl: "/services/mqtt" };
        var (status, answer) = !isAllowed ? (401, """{"result":"error","message":"Unauthorized"}""")
            : !isKnown ? (404, """{"result":"error","message":"Not found"}""")
            : (_status, _answer);
        Interlocked.Increment(ref _asked);
        call.Response.StatusCode = status;
        call.Response.ContentType = "application/json";
        try
        {
            call.Response.Close(Encoding.UTF8.GetBytes(answer), willBlock: true);
        }
        catch (HttpListenerException)
        {
            // Whoever asked has heard enough.
        }
    }
}
