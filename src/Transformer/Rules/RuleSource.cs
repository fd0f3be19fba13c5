using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Busroot.Transformer.Rules;

/// <summary>The files of one rule folder as they were at one moment, before anything is made of them.</summary>
/// <remarks>Threads: immutable. Everything a rule is made of is read once, so that what is compiled, tried and stored is the same.</remarks>
public sealed class RuleSource
{
    /// <summary>Bytes a file may have unless another limit is given: fifty times the largest of the library. Files are kept in memory.</summary>
    public const int LargestFile = 1024 * 1024;

    private readonly ImmutableSortedDictionary<string, string> _faults;

    private RuleSource(string id, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files, ImmutableSortedDictionary<string, string> faults)
    {
        Id = id;
        Files = files;
        _faults = faults;
        Digest = DigestOf(files, faults);
    }

    /// <summary>The files a rule is made of; others beside them, such as a README.md, are for people.</summary>
    public static ImmutableArray<string> FileNames { get; } = ["rule.json", "rule.js", "start.js", "stop.js", "examples.json", "examples.vendor.json", "examples.vendor.yaml"];

    /// <summary>The folder below the rules directory with forward slashes, <c>arduino/opta-dau</c>.</summary>
    public string Id { get; }

    /// <summary>The bytes of the files that are there and can be read, by name.</summary>
    public ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Files { get; }

    /// <summary>Hexadecimal SHA-256 over all the files, examples included: equal when nothing has changed.</summary>
    public string Digest { get; }

    /// <summary>True when there is no file of a rule at all, readable or not.</summary>
    public bool IsEmpty => Files.IsEmpty && _faults.IsEmpty;

    /// <summary>Reads a folder.</summary>
    /// <param name="directory">The rules directory.</param>
    /// <param name="id">The folder below it, with forward slashes.</param>
    /// <param name="largestFile">Bytes a file may have.</param>
    /// <remarks>Never throws for what it finds on disk: a file that is larger or cannot be read is a problem when the rule is compiled.</remarks>
    public static RuleSource Read(string directory, string id, int largestFile = LargestFile)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(id);
        var files = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var faults = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in FileNames)
        {
            Read(Path.Combine(directory, id.Replace('/', Path.DirectorySeparatorChar), name), name, largestFile, files, faults);
        }

        return new RuleSource(id, files.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>Puts together a rule from files that were kept.</summary>
    /// <param name="id">Its ID.</param>
    /// <param name="files">The bytes by file name; kept, not copied.</param>
    public static RuleSource Of(string id, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files) =>
        new(id, files.ToImmutableSortedDictionary(StringComparer.Ordinal), ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>Why a file that is there could not be read; null when it was, or is not there.</summary>
    internal string? FaultOf(string name) => _faults.GetValueOrDefault(name);

    internal bool Has(string name) => Files.ContainsKey(name) || _faults.ContainsKey(name);

    private static void Read(
        string path, string name, int largestFile, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Builder files, ImmutableSortedDictionary<string, string>.Builder faults)
    {
        try
        {
            if (!File.Exists(path))
            {
                return;
            }

            if (new FileInfo(path).Length > largestFile)
            {
                faults.Add(name, $"the file is larger than {largestFile} bytes");
                return;
            }

            files.Add(name, File.ReadAllBytes(path));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            // Gone since it was looked for: it is not there.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add(name, $"the file cannot be read: {fault.Message}");
        }
    }

    private static string DigestOf(ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files, ImmutableSortedDictionary<string, string> faults)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {bytes.Length}\n"));
            hash.AppendData(bytes.Span);
        }

        foreach (var (name, fault) in faults)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {fault}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
