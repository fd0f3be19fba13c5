namespace Busroot.Transformer.Rules;

/// <summary>Something an author has to change in a rule folder, or should look at.</summary>
/// <param name="File">Path below the rules directory with forward slashes, <c>acme/press/rule.json</c>; empty for the directory itself.</param>
/// <param name="Line">1-based; 0 when it concerns the file as a whole.</param>
/// <param name="Column">1-based, in UTF-16 units; 0 when it concerns the file as a whole.</param>
/// <param name="Message">What is wrong, why, and what to do, in one line.</param>
public sealed record RuleProblem(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, the form editors and CI turn into links.</summary>
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}:{Column}: {Message}";
}
