using System.Net.Http.Headers;
using Bridge.Host.Configuration;

namespace Bridge.Host.Supervisor;

/// <summary>Asks the Supervisor over HTTP.</summary>
/// <param name="access">How it is reached.</param>
/// <param name="time">The clock.</param>
internal sealed class SupervisorClient(SupervisorAccess access, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int LongestAnswer = 64 * 1024;

    /// <summary>What it says of its MQTT service, or why it says nothing that helps.</summary>
    public async Task<(MqttAnswer? Answer, string Trouble)> AskAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // Asked once a connect: nothing is worth keeping in between.
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
            client.MaxResponseContentBufferSize = LongestAnswer;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access.Token);
            using var response = await client.GetAsync(new Uri(access.Address, "services/mqtt"), both.Token);
            var body = await response.Content.ReadAsByteArrayAsync(both.Token);
            return MqttAnswer.TryRead(body, out var answer, out var fault)
                ? (answer, string.Empty)
                : (null, $"{access.Address} answered HTTP {(int)response.StatusCode}: {fault}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"{access.Address} did not answer within {Timeout.TotalSeconds} s");
        }
        catch (HttpRequestException failure)
        {
            return (null, $"{access.Address}: {failure.Message}");
        }
    }
}
