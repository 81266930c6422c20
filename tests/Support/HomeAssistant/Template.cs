using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Bridge.TestSupport.HomeAssistant;

/// <summary>
/// A value template as Home Assistant renders it: the part of Jinja that discovery messages of bridges use
/// (<c>{{ … }}</c>, <c>{% set … %}</c>, conditional expressions, tests, subscripts, attributes, <c>default</c>).
/// </summary>
internal sealed class Template
{
    private readonly ImmutableArray<TemplatePart> _parts;

    /// <summary>Reads a template; one that uses more of Jinja, or is wrong, is a <see cref="TemplateException"/>.</summary>
    public Template(string text) => _parts = [.. Split(text)];

    /// <summary>Renders a payload.</summary>
    /// <exception cref="TemplateException">What Home Assistant would log as an error: the old state stays.</exception>
    public string Render(string payload)
    {
        var scope = new Dictionary<string, object?>(StringComparer.Ordinal) { ["value"] = payload };
        if (Json(payload) is { } json)
        {
            scope["value_json"] = json.Value; // without JSON the name is not defined
        }

        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            var value = part.Expression?.Evaluate(scope);
            if (part.Name is { } name)
            {
                scope[name] = value;
            }
            else
            {
                text.Append(part.Expression is null ? part.Text : TemplateValue.Text(value));
            }
        }

        return text.ToString().Trim();
    }

    private static (object? Value, bool _)? Json(string payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return (TemplateValue.Of(document.RootElement), true);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<TemplatePart> Split(string text)
    {
        while (text.Length > 0)
        {
            var start = text.IndexOf('{', StringComparison.Ordinal);
            while (start >= 0 && (start + 1 == text.Length || text[start + 1] is not ('{' or '%')))
            {
                start = text.IndexOf('{', start + 1);
            }

            if (start != 0)
            {
                yield return new(start < 0 ? text : text[..start], null, null);
                text = start < 0 ? string.Empty : text[start..];
                continue;
            }

            var isExpression = text[1] == '{';
            var end = text.IndexOf(isExpression ? "}}" : "%}", StringComparison.Ordinal);
            if (end < 0)
            {
                throw new TemplateException($"'{text}' does not end");
            }

            yield return isExpression ? new(null, null, TemplateParser.Read(text[2..end])) : Set(text[2..end].Trim());
            text = text[(end + 2)..];
        }
    }

    private static TemplatePart Set(string statement)
    {
        var equals = statement.IndexOf('=', StringComparison.Ordinal);
        return statement.StartsWith("set ", StringComparison.Ordinal) && equals > 0
            ? new(null, statement[4..equals].Trim(), TemplateParser.Read(statement[(equals + 1)..]))
            : throw new TemplateException($"'{statement}' is more than this stand-in knows");
    }

    private sealed record TemplatePart(string? Text, string? Name, TemplateExpression? Expression);
}

/// <summary>A template that cannot be read or rendered.</summary>
internal sealed class TemplateException(string message) : Exception(message);
