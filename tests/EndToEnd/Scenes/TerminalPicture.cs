using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Bridge.EndToEnd.Scenes;

/// <summary>A picture (SVG) of what a program drew in a terminal: letters, bold and colour, as the demo has them.</summary>
internal static partial class TerminalPicture
{
    private const double Column = 8.4;
    private const int Row = 17;
    private const int Margin = 16;

    /// <summary>Draws lines that hold escape sequences.</summary>
    /// <param name="title">What is seen, for who cannot.</param>
    /// <param name="lines">The lines.</param>
    public static string Draw(string title, IReadOnlyList<string> lines)
    {
        var columns = lines.Max(static line => Plain(line).Length);
        var (width, height) = ((int)(columns * Column) + (2 * Margin), (lines.Count * Row) + (2 * Margin));
        var picture = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <rect width="{width}" height="{height}" rx="8" fill="#16191d"/>
            <g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#d5dae0">

            """));
        for (var row = 0; row < lines.Count; row++)
        {
            Draw(picture, lines[row], Margin + ((row + 1) * Row) - 4);
        }

        return picture.Append("</g>\n</svg>\n").ToString();
    }

    /// <summary>A line without escape sequences and blanks at its end.</summary>
    public static string Plain(string line) => Escape().Replace(line, string.Empty).TrimEnd();

    // Each piece has its place and length, so that columns meet whatever letters the reader has.
    private static void Draw(StringBuilder picture, string line, int y)
    {
        var (column, style) = (0, string.Empty);
        foreach (Match piece in Piece().Matches(line.TrimEnd()))
        {
            var text = piece.Groups["text"].Value;
            if (text.Trim().Length > 0)
            {
                picture.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin + (column * Column):0.0}\" y=\"{y}\" ")
                    .Append(CultureInfo.InvariantCulture, $"textLength=\"{text.Length * Column:0.0}\" xml:space=\"preserve\"{style}>")
                    .Append(WebUtility.HtmlEncode(text)).Append("</text>\n");
            }

            column += text.Length;
            style = piece.Groups["style"].Value switch
            {
                "1" => " font-weight=\"bold\"",
                "38;5;2" => " fill=\"#7fd18a\"",
                "38;5;1" => " fill=\"#ec7b6f\"",
                "" => style,
                _ => string.Empty,
            };
        }
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"(?<text>[^\e]+)|\e\[(?<style>[0-9;]*)m", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Piece();
}
