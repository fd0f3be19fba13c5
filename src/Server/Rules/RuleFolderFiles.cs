using Busroot.Transformer.Rules;

namespace Busroot.Server.Rules;

/// <summary>Writes the files of a rule to its folder.</summary>
internal static class RuleFolderFiles
{
    /// <summary>Makes the folder hold the files of a rule, each whole or not at all; what is no file of a rule, such as README.md, stays.</summary>
    /// <param name="directory">The rules directory.</param>
    /// <param name="source">The files.</param>
    /// <exception cref="IOException">It cannot be written; some files may be replaced already.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Replace(string directory, RuleSource source)
    {
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(directory, source.Id.Replace('/', Path.DirectorySeparatorChar))).FullName;
        foreach (var (name, bytes) in source.Files)
        {
            var fresh = Path.Combine(folder, $".{name}.new");
            File.WriteAllBytes(fresh, bytes.ToArray());
            File.Move(fresh, Path.Combine(folder, name), overwrite: true);
        }

        foreach (var name in RuleSource.FileNames.Where(name => !source.Files.ContainsKey(name)))
        {
            File.Delete(Path.Combine(folder, name));
        }
    }
}
