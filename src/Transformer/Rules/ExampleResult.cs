namespace Busroot.Transformer.Rules;

/// <summary>What became of one example.</summary>
/// <param name="Description">The example's description.</param>
/// <param name="At">Where it starts in its file.</param>
/// <param name="Passed">Every message gave what it must.</param>
/// <param name="Expected">What the first failing message must give, or the last message when all passed; one line.</param>
/// <param name="Actual">What that message gave; one line.</param>
/// <param name="Difference">Null when passed; otherwise which message, which signal, and how they differ.</param>
public sealed record ExampleResult(string Description, SourcePosition At, bool Passed, string Expected, string Actual, string? Difference)
{
    /// <summary>The file it stands in, without a path.</summary>
    public string File { get; init; } = "examples.json";
}
