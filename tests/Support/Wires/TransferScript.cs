using Bridge.Devices.Model;

namespace Bridge.TestSupport.Wires;

/// <summary>The steps of a conversation with one chip, and the comparison with what a driver does.</summary>
internal sealed class TransferScript(byte chip)
{
    private readonly Queue<Step> _steps = new();

    public int Remaining => _steps.Count;

    public void Writes(string hex) => _steps.Enqueue(new Step(Bytes(hex), IsRead: false, null));

    public void Reads(string hex) => _steps.Enqueue(new Step(Bytes(hex), IsRead: true, null));

    public void Fails(BusFault fault) => _steps.Enqueue(new Step([], IsRead: false, fault));

    public void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read)
    {
        if (address != chip)
        {
            throw new BusException(BusFault.NoAnswer, $"scripted bus 0x{address:x2}: no acknowledge");
        }

        if (!write.IsEmpty)
        {
            var expected = Next($"write {Convert.ToHexString(write)}");
            if (expected.IsRead || !write.SequenceEqual(expected.Bytes))
            {
                throw new ScriptException(
                    $"The script says {expected}, but the driver wrote {Convert.ToHexString(write)}.");
            }
        }

        if (!read.IsEmpty)
        {
            var answer = Next($"read of {read.Length} bytes");
            if (!answer.IsRead || answer.Bytes.Length != read.Length)
            {
                throw new ScriptException($"The script says {answer}, but the driver read {read.Length} bytes.");
            }

            answer.Bytes.CopyTo(read);
        }
    }

    private static byte[] Bytes(string hex) =>
        Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private Step Next(string asked)
    {
        var step = _steps.TryDequeue(out var next) ? next : throw new ScriptException($"The script is over: {asked}.");
        return step.Fault is { } fault ? throw new BusException(fault, $"scripted {fault} at the {asked}") : step;
    }

    private sealed record Step(byte[] Bytes, bool IsRead, BusFault? Fault)
    {
        public override string ToString() => $"{(IsRead ? "a read" : "a write")} of {Convert.ToHexString(Bytes)}";
    }
}
