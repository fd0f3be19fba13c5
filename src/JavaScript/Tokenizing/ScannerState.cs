namespace Acornima;

/// <summary>A scanner's whole state, for looking ahead and coming back.</summary>
internal readonly struct ScannerState
{
    private readonly (TokenType Type, bool AfterNewline, bool TemplateTail, OctalForm Octal, int OctalAt) _kind;
    private readonly (int Start, int End, int Line, int LineOffset) _token;
    private readonly (int End, int Line, int LineOffset) _last;
    private readonly (int At, int Line, int LineOffset) _next;
    private readonly (string Text, string? Cooked, double Number) _value;

    public ScannerState(Scanner scanner)
    {
        _kind = (scanner.Type, scanner.AfterNewline, scanner.TemplateTail, scanner.Octal, scanner.OctalAt);
        _token = (scanner.Start, scanner.End, scanner.StartLine, scanner.StartLineOffset);
        _last = (scanner.LastEnd, scanner.LastEndLine, scanner.LastEndLineOffset);
        _next = (scanner.At, scanner.Line, scanner.LineOffset);
        _value = (scanner.Text, scanner.Cooked, scanner.Number);
    }

    public void CopyTo(Scanner scanner)
    {
        (scanner.Type, scanner.AfterNewline, scanner.TemplateTail, scanner.Octal, scanner.OctalAt) = _kind;
        (scanner.Start, scanner.End, scanner.StartLine, scanner.StartLineOffset) = _token;
        (scanner.LastEnd, scanner.LastEndLine, scanner.LastEndLineOffset) = _last;
        (scanner.At, scanner.Line, scanner.LineOffset) = _next;
        (scanner.Text, scanner.Cooked, scanner.Number) = _value;
    }
}
