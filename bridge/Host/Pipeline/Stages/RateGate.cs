namespace Bridge.Host.Pipeline.Stages;

/// <summary>
/// Rejects what has changed too fast since the last good number. When enough rejected ones in a row agree with each
/// other, it is the last good number that was wrong, and they are believed.
/// </summary>
/// <param name="rate">The most that the number can change in a second.</param>
/// <param name="relearn">So many in a row are believed.</param>
internal sealed class RateGate(decimal rate, int relearn) : IGate
{
    private (decimal Number, TimeSpan At)? _good;
    private (decimal Number, TimeSpan At) _stray;
    private int _strays;

    /// <inheritdoc/>
    public string? Refuse(decimal number, TimeSpan now)
    {
        if (_good is not { } good || IsNear(good))
        {
            return Accept();
        }

        _strays = _strays > 0 && IsNear(_stray) ? _strays + 1 : 1;
        _stray = (number, now);
        return _strays >= relearn ? Accept() : $"changed faster than {rate} a second from {good.Number}";

        bool IsNear((decimal Number, TimeSpan At) other) =>
            Distance.Between(number, other.Number) <= rate * (now - other.At).Ticks / TimeSpan.TicksPerSecond;

        string? Accept()
        {
            _good = (number, now);
            _strays = 0;
            return null;
        }
    }
}
