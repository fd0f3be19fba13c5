using System.Text;
using Busroot.Server.Rules;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;

namespace Busroot.Server.Commands;

/// <summary>A suggested rule on disk.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Passed">How many of its examples pass.</param>
/// <param name="Problems">What keeps it from running there, such as a folder that no rule can be called by.</param>
internal sealed record SuggestedFiles(string Folder, int Passed, IReadOnlyList<string> Problems)
{
    /// <summary>Writes the files of a rule and tries it where it is.</summary>
    /// <param name="folder">The folder; made if it is not there.</param>
    /// <param name="files">The files.</param>
    /// <param name="force">Whether files that are there may be replaced; other files stay.</param>
    /// <exception cref="CommandFailure">A file is there already, or cannot be written.</exception>
    public static SuggestedFiles Write(string folder, IReadOnlyList<RuleFileView> files, bool force)
    {
        var there = files.Select(file => file.Name).Concat(RuleSource.FileNames).Distinct().Where(name => File.Exists(Path.Combine(folder, name))).ToList();
        if (there.Count > 0 && !force)
        {
            throw new CommandFailure($"{folder} has {string.Join(", ", there)} already, and nothing was written. Name another folder with --out, or replace the files with --force.");
        }

        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in files.OrderBy(file => file.Name == "rule.json")) // last, so that nobody takes up half a rule
            {
                Replace(Path.Combine(folder, file.Name), file.Text);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"The rule cannot be written to {folder}: {error.Message}");
        }

        return Try(folder);
    }

    private static void Replace(string path, string text)
    {
        var fresh = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        File.WriteAllText(fresh, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(fresh, path, overwrite: true);
    }

    private static SuggestedFiles Try(string folder)
    {
        var place = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var compiled = CompiledFolder.Of(RuleSource.Read(place.Parent?.Parent?.FullName ?? "/", $"{place.Parent?.Name}/{place.Name}"), ScriptLimits.Default);
        var tried = compiled.Tried(ScriptLimits.Default);
        return new SuggestedFiles(folder, tried.Rule?.Examples.Length ?? 0, [.. tried.Problems.Select(problem => problem.ToString())]);
    }
}
