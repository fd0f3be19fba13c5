namespace Acornima;

/// <summary>How a program is to be read.</summary>
public record class ParserOptions
{
    /// <summary>The options of a parser that is given none.</summary>
    public static readonly ParserOptions Default = new();

    /// <summary>
    /// The edition asked for. Default <see cref="EcmaVersion.Latest"/>. It decides over <c>using</c> (2026), import attributes (2025), class
    /// fields, private names and static blocks (2022), <c>\8</c> and <c>\9</c> in strings (2021) and line separators in strings (2019).
    /// Other syntax up to ES2024 is accepted in every edition.
    /// </summary>
    public EcmaVersion EcmaVersion { get; init; } = EcmaVersion.Latest;

    /// <summary>Proposals accepted beside the edition. Default none.</summary>
    public ExperimentalESFeatures ExperimentalESFeatures { get; init; }

    /// <summary>Passes over early errors that leave the tree intact. Default false.</summary>
    public bool Tolerant { get; init; }

    /// <summary>Accepts <c>return</c> at the top level of a script. Default false.</summary>
    public bool AllowReturnOutsideFunction { get; init; }

    /// <summary>Accepts <c>new.target</c> at the top level, for direct eval. Default false.</summary>
    public bool AllowNewTargetOutsideFunction { get; init; }

    /// <summary>Accepts <c>super</c> at the top level, for direct eval. Default false.</summary>
    public bool AllowSuperOutsideMethod { get; init; }

    /// <summary>Accepts <c>using</c> at the top level of a script. Default false.</summary>
    public bool AllowTopLevelUsing { get; init; }

    /// <summary>Refuses private names no enclosing class declares; off for direct eval. Default true.</summary>
    public bool CheckPrivateFields { get; init; } = true;

    /// <summary>Told of every complete node, or null.</summary>
    public OnNodeHandler? OnNode { get; init; }

    /// <summary>Told of every regular expression literal, or null, when literals are only checked.</summary>
    public OnRegExpHandler? OnRegExp { get; init; }

    internal bool Allows(ExperimentalESFeatures feature, EcmaVersion standardSince) =>
        (ExperimentalESFeatures & feature) != 0 || EcmaVersion >= standardSince;
}
