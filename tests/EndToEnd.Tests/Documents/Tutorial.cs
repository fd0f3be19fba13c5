using System.Text.RegularExpressions;
using Busroot.EndToEnd.Tests.Programs;

namespace Busroot.EndToEnd.Tests.Documents;

/// <summary>The ten minutes of docs/rules.md, taken out of the page so that they can be lived through.</summary>
internal static partial class Tutorial
{
    private static readonly string Text = Section().Match(File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules.md"))).Value;

    /// <summary>The folder that the page tells to make.</summary>
    public static string Folder { get; } = FolderName().Match(Text).Groups["folder"].Value;

    /// <summary>The files it tells to write into it.</summary>
    public static IReadOnlyList<(string Name, string Content)> Files { get; } =
        [.. FileBlock().Matches(Text).Select(block => (block.Groups["name"].Value, block.Groups["content"].Value))];

    /// <summary>Its shell blocks, in their order.</summary>
    public static IReadOnlyList<TutorialStep> Steps { get; } = [.. ShellBlock().Matches(Text).Select(block => new TutorialStep(
        block.Groups["commands"].Value, block.Groups["stays"].Success, [.. block.Groups["shown"].Captures.Select(line => line.Value)]))];

    [GeneratedRegex(@"^# From a payload to signals in ten minutes\n.*?(?=^# )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex("here `(?<folder>rules/[^`]+)`")]
    private static partial Regex FolderName();

    [GeneratedRegex(@"^```(?:json|js) (?<name>\S+) \S+\n(?<content>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FileBlock();

    [GeneratedRegex(@"^```sh(?<stays> stays)?\n(?<commands>[^`]*)^```\n(?:\n(?:    (?<shown>.*)\n)+)?", RegexOptions.Multiline)]
    private static partial Regex ShellBlock();
}
