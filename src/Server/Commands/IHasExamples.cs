using System.CommandLine;

namespace Busroot.Server.Commands;

/// <summary>A command whose help starts with lines to copy.</summary>
internal interface IHasExamples
{
    IReadOnlyList<string> Examples { get; }
}

/// <summary>A command with examples.</summary>
internal sealed class ExampleCommand(string name, string description, params string[] examples) : Command(name, description), IHasExamples
{
    public IReadOnlyList<string> Examples => examples;
}

/// <summary>The program itself, with examples.</summary>
internal sealed class ExampleRootCommand(string description, params string[] examples) : RootCommand(description), IHasExamples
{
    public IReadOnlyList<string> Examples => examples;
}
