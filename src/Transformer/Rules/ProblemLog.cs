namespace Busroot.Transformer.Rules;

/// <summary>Gathers what is wrong with one file, so that an author sees all of it at once.</summary>
internal sealed class ProblemLog(SourceText source)
{
    public List<RuleProblem> Problems { get; } = [];

    public List<RuleProblem> Warnings { get; } = [];

    public void Add(SourcePosition at, string message) => Problems.Add(source.Problem(at, message));

    public void Warn(SourcePosition at, string message) => Warnings.Add(source.Problem(at, message));
}
