using Bridge.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Supervisor;

/// <summary>
/// Home Assistant's broker as its Supervisor knows it. Soon after a start of the machine there may be none yet; that is
/// waited for.
/// </summary>
/// <param name="ask">Asks once; answers, or says what is in the way.</param>
/// <param name="logger">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class MqttService(
    Func<CancellationToken, Task<(MqttAnswer? Answer, string Trouble)>> ask, ILogger logger, TimeProvider time)
{
    /// <summary>The Supervisor is on the same machine, and its answer costs it nothing.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>A broker that begins with the machine is there by then.</summary>
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(2);

    private MqttAnswer? _last;

    /// <summary>Completes the section with what the Supervisor says now, or said last; returns only when it has said it.</summary>
    /// <param name="options">The user's; a user name of theirs stays, with their password.</param>
    /// <param name="cancellationToken">The stop.</param>
    public async Task<MqttOptions> FindAsync(MqttOptions options, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var told = string.Empty;
        var isWarned = false;
        while (true)
        {
            var (answer, trouble) = await ask(cancellationToken);
            if (answer is not null)
            {
                return Over(options, Keep(answer));
            }

            if (_last is not null)
            {
                Log.SupervisorSilent(logger, trouble);
                return Over(options, _last);
            }

            if (!isWarned && time.GetElapsedTime(began) >= UsualWait)
            {
                isWarned = true;
                Log.NoBrokerFromSupervisor(logger, Math.Round(UsualWait.TotalSeconds), trouble);
            }
            else if (told != trouble)
            {
                Log.WaitingForSupervisor(logger, trouble);
            }

            told = trouble;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static MqttOptions Over(MqttOptions options, MqttAnswer answer) => options with
    {
        Brokers = [answer.Endpoint],
        Username = options.Username ?? answer.Username,
        Password = options.Username is null ? answer.Password : options.Password,
    };

    private MqttAnswer Keep(MqttAnswer answer)
    {
        if (answer != _last)
        {
            Log.BrokerFromSupervisor(logger, answer.Endpoint.ToString(), answer.Username ?? "(none)");
        }

        return _last = answer;
    }
}
