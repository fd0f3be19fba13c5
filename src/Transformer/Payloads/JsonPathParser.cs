using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Busroot.Transformer.Payloads;

/// <summary>Reads the part of RFC 9535 that names one value: <c>$</c>, <c>.name</c>, <c>['name']</c>, <c>[index]</c>.</summary>
internal ref struct JsonPathParser(string text)
{
    private const int LargestIndex = 1_000_000; // more elements than the largest accepted packet can hold

    private readonly ImmutableArray<PathSegment>.Builder _segments = ImmutableArray.CreateBuilder<PathSegment>();
    private readonly string _text = text;
    private int _at;

    public string? Error { get; private set; }

    private readonly char Next => _at < _text.Length ? _text[_at] : '\0';

    public JsonPath? Parse()
    {
        if (_text.Length == 0)
        {
            Fail("a path is empty; \"$\" is the whole payload");
        }
        else if (Next == '$')
        {
            _at++;
        }
        else if (Next != '[')
        {
            ReadName();
        }

        while (Error is null && _at < _text.Length)
        {
            ReadSegment();
        }

        return Error is null ? new JsonPath(_segments.ToImmutable()) : null;
    }

    private void ReadSegment()
    {
        if (_segments.Count == JsonPath.MostSegments)
        {
            Fail($"a path has at most {JsonPath.MostSegments} steps");
        }
        else if (Next == '[')
        {
            _at++;
            ReadBracket();
        }
        else if (Next == '.')
        {
            _at++;
            ReadName();
        }
        else
        {
            Fail($"'{Next}' cannot stand here; a name with such a character is written ['...']");
        }
    }

    private void ReadName()
    {
        if (Next is '.')
        {
            Fail("'..' (at any depth) is not supported yet; a path names exactly one value");
            return;
        }

        if (Next is '*')
        {
            Fail("'*' (every member) is not supported yet; a path names exactly one value");
            return;
        }

        var start = _at;
        while (IsNameCharacter(Next, first: _at == start))
        {
            _at++;
        }

        if (_at == start)
        {
            Fail(_at == _text.Length ? "a name is missing at the end" : $"a name cannot start with '{Next}'; write such a name as ['...']");
            return;
        }

        _segments.Add(new PathSegment(_text[start.._at], 0));
    }

    private void ReadBracket()
    {
        SkipBlanks();
        switch (Next)
        {
            case '\'' or '"':
                ReadQuotedName();
                break;
            case '-' or (>= '0' and <= '9'):
                ReadIndex();
                break;
            case '*':
                Fail("'[*]' (every element) is not supported yet; a path names exactly one value");
                return;
            case '?':
                Fail("'[?...]' (a filter) is not supported yet; a path names exactly one value");
                return;
            case ':':
                Fail("a slice such as '[1:3]' is not supported yet; a path names exactly one value");
                return;
            default:
                Fail("'[' is followed by an index or a name in quotes");
                return;
        }

        Close();
    }

    private void Close()
    {
        SkipBlanks();
        if (Error is not null)
        {
            return;
        }

        switch (Next)
        {
            case ']':
                _at++;
                break;
            case ',':
                Fail("several selectors such as '[0,1]' are not supported yet; a path names exactly one value");
                break;
            case ':':
                Fail("a slice such as '[1:3]' is not supported yet; a path names exactly one value");
                break;
            default:
                Fail("']' is missing");
                break;
        }
    }

    private void ReadIndex()
    {
        var start = _at++;
        while (char.IsAsciiDigit(Next))
        {
            _at++;
        }

        var digits = _text.AsSpan(start.._at);
        var wellFormed = digits is "0" || (digits is not "-" && digits.TrimStart('-')[0] != '0'); // RFC 9535 §2.3.3: no leading zeros, no -0
        if (!wellFormed || !int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)
            || Math.Abs((long)index) > LargestIndex)
        {
            _at = start;
            Fail($"an index is a whole number from -{LargestIndex} to {LargestIndex} without leading zeros");
            return;
        }

        _segments.Add(new PathSegment(null, index));
    }

    private void ReadQuotedName()
    {
        var start = _at;
        var quote = _text[_at++];
        var name = new StringBuilder();
        while (_at < _text.Length && Next != quote)
        {
            if (Next == '\\')
            {
                _at++;
                if (!TryReadEscape(name))
                {
                    return;
                }
            }
            else
            {
                name.Append(_text[_at++]);
            }
        }

        if (_at == _text.Length)
        {
            _at = start;
            Fail("this quote is never closed");
            return;
        }

        _at++;
        _segments.Add(new PathSegment(name.ToString(), 0));
    }

    private bool TryReadEscape(StringBuilder name)
    {
        var plain = Next switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', '/' or '\\' or '\'' or '"' => Next, _ => '\0' };
        if (plain != '\0')
        {
            name.Append(plain);
            _at++;
            return true;
        }

        if (Next == 'u' && _at + 5 <= _text.Length
            && ushort.TryParse(_text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            name.Append((char)unit);
            _at += 5;
            return true;
        }

        Fail("'\\' is followed by one of b f n r t / \\ ' \" or u and four hexadecimal digits");
        return false;
    }

    private void SkipBlanks()
    {
        while (Error is null && Next is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private static bool IsNameCharacter(char c, bool first) =>
        char.IsAsciiLetter(c) || c == '_' || c >= 0x80 || (!first && char.IsAsciiDigit(c)); // RFC 9535 §2.5.1.1

    private void Fail(string problem) => Error ??= $"path \"{_text}\", character {_at + 1}: {problem}";
}
