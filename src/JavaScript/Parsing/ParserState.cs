using System.Runtime.CompilerServices;
using Acornima.Ast;

namespace Acornima;

/// <summary>What all areas of the grammar share: the token stream, the options, the open scopes and the context of the current token.</summary>
internal sealed class ParserState
{
    /// <summary>How deeply statements and expressions may be nested, and how long a chain of one left-hand operator may be.</summary>
    /// <remarks>Chosen so that consumers that recurse over the tree stay within a 1.5 MB stack; the deepest of 17,549 real programs reaches 177.</remarks>
    public const int MaximumDepth = 1_000;

    private readonly OnNodeHandler? _onNode;
    private int _depth;

    public ParserState(ParserOptions options)
    {
        Options = options;
        _onNode = options.OnNode;
        Tokens = new Scanner(new NameTable(), options.EcmaVersion);
        Expressions = new ExpressionParser(this);
        Operands = new OperandParser(this);
        Literals = new LiteralParser(this);
        Objects = new ObjectParser(this);
        Patterns = new PatternParser(this);
        Covers = new CoverGrammar(this);
        Functions = new FunctionParser(this);
        Arrows = new ArrowParser(this);
        Classes = new ClassParser(this);
        Members = new ClassMemberParser(this);
        Statements = new StatementParser(this);
        Control = new ControlParser(this);
        Loops = new LoopParser(this);
        Declarations = new DeclarationParser(this);
        Modules = new ModuleParser(this);
        Exports = new ExportParser(this);
    }

    public ParserOptions Options { get; }

    public Scanner Tokens { get; }

    public ScopeStack Scopes { get; } = new();

    public LabelStack Labels { get; } = new();

    public PrivateNameStack PrivateNames { get; } = new();

    public NodeStack Nodes { get; } = new();

    public ExpressionParser Expressions { get; }

    public OperandParser Operands { get; }

    public LiteralParser Literals { get; }

    public ObjectParser Objects { get; }

    public PatternParser Patterns { get; }

    public CoverGrammar Covers { get; }

    public FunctionParser Functions { get; }

    public ArrowParser Arrows { get; }

    public ClassParser Classes { get; }

    public ClassMemberParser Members { get; }

    public StatementParser Statements { get; }

    public ControlParser Control { get; }

    public LoopParser Loops { get; }

    public DeclarationParser Declarations { get; }

    public ModuleParser Modules { get; }

    public ExportParser Exports { get; }

    public bool IsModule { get; private set; }

    public bool Strict { get; set; }

    public FunctionFlags Flags { get; set; }

    public SuspensionUses Uses { get; set; }

    /// <summary>The first thing met that only a pattern may contain, such as <c>{ a = 1 }</c>; -1 for none.</summary>
    public int CoverErrorAt { get; set; } = -1;

    public Message? CoverError { get; set; }

    /// <summary>The offset at which an arrow function may start; any other parenthesis or name is an operand.</summary>
    public int ArrowAt { get; set; } = -1;

    /// <summary>Whether the body of that arrow function may contain the operator <c>in</c>.</summary>
    public bool ArrowAllowsIn { get; set; }

    public bool AwaitIsOperator => (Flags & FunctionFlags.Async) != 0;

    public bool YieldIsOperator => (Flags & FunctionFlags.Generator) != 0;

    public void Reset(string input, int start, int length, SourceType sourceType, string? sourceFile, bool strict)
    {
        Release();
        IsModule = sourceType == SourceType.Module;
        Strict = strict || IsModule;
        Flags = TopFlags();
        Uses = SuspensionUses.None;
        CoverErrorAt = ArrowAt = -1;
        _depth = 0;
        Tokens.Reset(input, start, length, sourceType, sourceFile);
    }

    /// <summary>Lets go of the text and of all nodes.</summary>
    public void Release()
    {
        Nodes.Reset();
        Scopes.Reset();
        Labels.Reset();
        PrivateNames.Reset();
        Exports.Reset();
        Tokens.Reset(string.Empty, 0, 0, SourceType.Script, null);
    }

    /// <summary>Counts one level of nesting; every recursion of the grammar passes here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Descend()
    {
        if (++_depth > MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TooDeep();
        }
    }

    public void Ascend() => _depth--;

    /// <summary>Counts a link of a chain that is parsed in a loop but is a deep tree all the same.</summary>
    public void Link(ref int links)
    {
        if (++links + _depth > MaximumDepth)
        {
            throw TooDeep();
        }
    }

    /// <summary>Completes a node that ends with the token last consumed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Finish<T>(T node, SourcePoint start)
        where T : Node
    {
        var tokens = Tokens;
        node.Place(
            start.Index,
            tokens.LastEnd,
            new Position(start.Line, start.Column),
            new Position(tokens.LastEndLine, tokens.LastEnd - tokens.LastEndLineOffset),
            tokens.SourceFile);
        _onNode?.Invoke(node, new OnNodeContext(tokens.Input));
        return node;
    }

    /// <summary>Completes a node that takes the place of another.</summary>
    public T FinishLike<T>(T node, Node other)
        where T : Node
    {
        node.PlaceLike(other);
        _onNode?.Invoke(node, new OnNodeContext(Tokens.Input));
        return node;
    }

    /// <summary>Completes a node with a place of its own, such as a template element, whose delimiters do not belong to it.</summary>
    public T FinishAt<T>(T node, SourcePoint start, SourcePoint end)
        where T : Node
    {
        node.Place(start.Index, end.Index, start.Position, end.Position, Tokens.SourceFile);
        _onNode?.Invoke(node, new OnNodeContext(Tokens.Input));
        return node;
    }

    /// <summary>Completes a node that opened the innermost scope, and closes that.</summary>
    public T FinishScope<T>(T node, SourcePoint start)
        where T : Node
    {
        var tokens = Tokens;
        node.Place(
            start.Index,
            tokens.LastEnd,
            start.Position,
            new Position(tokens.LastEndLine, tokens.LastEnd - tokens.LastEndLineOffset),
            tokens.SourceFile);
        _onNode?.Invoke(node, new OnNodeContext(tokens.Input, new Scope(Scopes.Current)));
        Scopes.Close();
        return node;
    }

    /// <summary>Enters a function, or what stands for one; labels and suspensions outside are out of its sight.</summary>
    public FunctionContext EnterFunction(FunctionFlags flags)
    {
        var outer = new FunctionContext(Flags, Strict, Labels.Hide(), Uses);
        Flags = flags;
        Uses = SuspensionUses.None;
        return outer;
    }

    public void LeaveFunction(FunctionContext outer)
    {
        Flags = outer.Flags;
        Strict = outer.Strict;
        Uses = outer.Uses;
        Labels.Show(outer.Labels);
    }

    /// <summary>Reports an early error that leaves the tree intact: a tolerant parser goes on.</summary>
    public void Report(Message message, int at, string argument = "")
    {
        if (!Options.Tolerant)
        {
            throw Tokens.Error(message, at, argument);
        }
    }

    /// <summary>Notes something only a pattern may contain; the first one counts.</summary>
    public void NoteCoverError(Message message, int at)
    {
        if (CoverErrorAt < 0)
        {
            CoverErrorAt = at;
            CoverError = message;
        }
    }

    public void ThrowCoverError()
    {
        if (CoverErrorAt >= 0)
        {
            throw Tokens.Error(CoverError!, CoverErrorAt);
        }
    }

    private SyntaxErrorException TooDeep() => Tokens.Error(Messages.TooDeeplyNested, Tokens.StartPoint);

    private FunctionFlags TopFlags()
    {
        var flags = IsModule ? FunctionFlags.Async : FunctionFlags.None;
        flags |= Options.AllowReturnOutsideFunction ? FunctionFlags.Return : FunctionFlags.None;
        flags |= Options.AllowNewTargetOutsideFunction ? FunctionFlags.NewTarget : FunctionFlags.None;
        return flags | (Options.AllowSuperOutsideMethod ? FunctionFlags.SuperCall | FunctionFlags.SuperProperty : FunctionFlags.None);
    }
}
