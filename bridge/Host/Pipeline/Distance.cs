namespace Bridge.Host.Pipeline;

/// <summary>How far numbers are from each other.</summary>
internal static class Distance
{
    /// <summary>The distance of two numbers, or the largest decimal when even that is too small for it.</summary>
    public static decimal Between(decimal one, decimal other)
    {
        if (decimal.IsNegative(one) == decimal.IsNegative(other))
        {
            return Math.Abs(one - other);
        }

        var (left, right) = (Math.Abs(one), Math.Abs(other));
        return left > decimal.MaxValue - right ? decimal.MaxValue : left + right;
    }
}
