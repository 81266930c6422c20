using System.Text;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Takes a script of bash apart, as far as pages need it: no functions, no <c>case</c>.</summary>
internal sealed class ShellReader(string script)
{
    private readonly string _text = script.Replace("\\\n", " ", StringComparison.Ordinal);
    private readonly List<string> _words = [];
    private readonly List<string> _inner = [];
    private readonly StringBuilder _word = new();
    private bool _isWord;
    private int _at;

    /// <summary>Words up to an operator.</summary>
    /// <param name="Words">Without quotes, redirections and comments.</param>
    /// <param name="Inner">Scripts of <c>$( )</c> and <c>&lt;( )</c> among them.</param>
    /// <param name="IsPiped">True behind <c>|</c>.</param>
    public sealed record Part(IReadOnlyList<string> Words, IReadOnlyList<string> Inner, bool IsPiped);

    /// <summary>All parts.</summary>
    public IEnumerable<Part> Parts()
    {
        var piped = false;
        while (_at < _text.Length)
        {
            var letter = _text[_at];
            if (letter is '\n' or ';' or '|' or '&' && !IsRedirection())
            {
                yield return End(piped);
                piped = letter == '|' && Next != '|';
                _at += Next == letter && letter != '\n' ? 2 : 1;
            }
            else
            {
                Read(letter);
            }
        }

        yield return End(piped);
    }

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\n';

    private void Read(char letter)
    {
        switch (letter)
        {
            case ' ' or '\t' or '(' or ')':
                EndWord();
                _at++;
                break;
            case '#' when !_isWord:
                _at = Math.Max(_text.IndexOf('\n', _at), _at);
                _at = _text[_at] == '\n' ? _at : _text.Length;
                break;
            case '\'':
                Take(_text[(_at + 1)..Find('\'', _at + 1)], 2);
                break;
            case '"':
                Quoted();
                break;
            case '$' or '<' when Next == '(':
                Substitution();
                break;
            case '<' or '>' or '&':
                Redirection();
                break;
            default:
                Take(_text[_at..(_at + 1)], 0);
                break;
        }
    }

    private void Quoted()
    {
        _at++;
        _isWord = true;
        while (_text[_at] != '"')
        {
            if (_text[_at] == '$' && Next == '(')
            {
                Substitution();
            }
            else if (_text[_at] == '\\')
            {
                _at++;
                Take(_text[_at..(_at + 1)], 0);
            }
            else
            {
                Take(_text[_at..(_at + 1)], 0);
            }
        }

        _at++;
    }

    private void Substitution()
    {
        var (first, depth) = (_at + 2, 1);
        for (_at = first; depth > 0; _at++)
        {
            depth += _text[_at] switch { '(' => 1, ')' => -1, _ => 0 };
        }

        _inner.Add(_text[first..(_at - 1)]);
        _word.Append("$(…)");
        _isWord = true;
    }

    // The file is no word of the command; neither is the number before the sign.
    private void Redirection()
    {
        if (_word.Length == 1 && char.IsAsciiDigit(_word[0]))
        {
            _word.Clear();
            _isWord = false;
        }

        EndWord();
        while (_text[_at] is '<' or '>' or '&')
        {
            _at++;
        }

        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }

        while (_at < _text.Length && !(_text[_at] is '\n' or ' ' or ';' or '|' or ')'))
        {
            _at++;
        }
    }

    private bool IsRedirection() => _text[_at] == '&' && (Next == '>' || (_at > 0 && _text[_at - 1] == '>'));

    private int Find(char letter, int start) => _text.IndexOf(letter, start) is >= 0 and var found ? found : _text.Length;

    private void Take(string text, int quotes)
    {
        _word.Append(text);
        _isWord = true;
        _at += text.Length + quotes;
    }

    private void EndWord()
    {
        if (_isWord)
        {
            _words.Add(_word.ToString());
        }

        _word.Clear();
        _isWord = false;
    }

    private Part End(bool piped)
    {
        EndWord();
        var part = new Part([.. _words], [.. _inner], piped);
        _words.Clear();
        _inner.Clear();
        return part;
    }
}
