using System.Globalization;
using System.Text;
using System.Text.Json;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline;

/// <summary>What is kept of a total.</summary>
/// <param name="Kind">What it added up.</param>
/// <param name="From">The entity it added up.</param>
/// <param name="Sum">The total, exact.</param>
/// <param name="Rest">What a division has left over, see <see cref="Total"/>.</param>
internal sealed record TotalMemory(TotalKind Kind, string From, decimal Sum, decimal Rest)
{
    /// <summary>The last value of <see cref="From"/>; null where it does not matter.</summary>
    public decimal? Last { get; init; }

    /// <summary>When that came, by the wall clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>As it is kept: every digit of each number.</summary>
    public string Write() => Encoding.UTF8.GetString(JsonText.Object(json =>
    {
        json.WriteNumber("total", Sum);
        if (Rest != 0)
        {
            json.WriteNumber("rest", Rest);
        }

        json.WriteString("kind", Kind.ToString());
        json.WriteString("from", From);
        if (Last is { } last)
        {
            json.WriteNumber("last", last);
            json.WriteString("at", At.ToString("O", CultureInfo.InvariantCulture));
        }
    }));

    /// <summary>Reads what <see cref="Write"/> wrote, or a person; null for anything else.</summary>
    public static TotalMemory? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            return new TotalMemory(
                Enum.Parse<TotalKind>(json.GetProperty("kind").GetString()!),
                json.GetProperty("from").GetString()!,
                json.GetProperty("total").GetDecimal(),
                json.TryGetProperty("rest", out var rest) ? rest.GetDecimal() : 0)
            {
                Last = json.TryGetProperty("last", out var last) ? last.GetDecimal() : null,
                At = json.TryGetProperty("at", out var at) ? at.GetDateTimeOffset() : default,
            };
        }
        catch (Exception failure) when (failure is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
