using System.Runtime.CompilerServices;
using Acornima.Ast;

namespace Acornima;

/// <summary>The base of the parsers of one area of the grammar each: how to take tokens and complain about them.</summary>
internal abstract class GrammarArea(ParserState state)
{
    protected ParserState State { get; } = state;

    protected Scanner Tokens { get; } = state.Tokens;

    /// <summary>Takes the current token if it is of the type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected bool Eat(TokenType type)
    {
        if (Tokens.Type != type)
        {
            return false;
        }

        Tokens.Next();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Expect(TokenType type)
    {
        if (Tokens.Type != type)
        {
            throw Unexpected();
        }

        Tokens.Next();
    }

    /// <summary>Takes a semicolon, or finds it inserted (ECMA-262 12.10).</summary>
    protected void EndStatement()
    {
        if (!Eat(TokenType.Semicolon) && !EndsStatement())
        {
            throw Unexpected();
        }
    }

    /// <summary>Whether a semicolon stands here or may be inserted.</summary>
    protected bool EndsStatement() =>
        Tokens.Type is TokenType.Semicolon or TokenType.RightBrace or TokenType.EndOfFile || Tokens.AfterNewline;

    /// <summary>The error of a token that has no business where it stands, in V8's words.</summary>
    protected SyntaxErrorException Unexpected()
    {
        var (message, argument) = Tokens.Type switch
        {
            TokenType.EndOfFile => (Messages.UnexpectedEOS, ""),
            TokenType.Number or TokenType.BigInt => (Messages.UnexpectedTokenNumber, ""),
            TokenType.String => (Messages.UnexpectedTokenString, ""),
            TokenType.Template => (Messages.UnexpectedTemplateString, ""),
            TokenType.Enum => (Messages.UnexpectedReserved, ""),
            TokenType.EscapedReserved or TokenType.EscapedStrictReserved => (Messages.InvalidEscapedReservedWord, ""),
            TokenType.Await when State.AwaitIsOperator || (State.Flags & FunctionFlags.NoAwait) != 0 => (Messages.UnexpectedReserved, ""),
            >= TokenType.Implements and <= TokenType.Yield when State.Strict => (Messages.UnexpectedStrictReserved, ""),
            var type when type.MayBeIdentifier() => (Messages.UnexpectedTokenIdentifier, Tokens.Text),
            _ => (Messages.UnexpectedToken, Tokens.Input[Tokens.Start..Tokens.End]),
        };
        return Tokens.Error(message, Tokens.StartPoint, argument);
    }

    /// <summary>Reads an identifier that is used, not declared.</summary>
    protected Identifier ParseIdentifierReference()
    {
        CheckIdentifier(Tokens.Type, Tokens.Text);
        return TakeIdentifier();
    }

    /// <summary>Reads an identifier that is being declared.</summary>
    protected Identifier ParseBindingIdentifier()
    {
        CheckIdentifier(Tokens.Type, Tokens.Text);
        if (State.Strict && Tokens.Type is TokenType.Eval or TokenType.Arguments)
        {
            State.Report(Messages.StrictEvalArguments, Tokens.Start);
        }

        return TakeIdentifier();
    }

    /// <summary>Reads any identifier name, reserved words included.</summary>
    protected Identifier ParseName() => Tokens.Type.IsName() ? TakeIdentifier() : throw Unexpected();

    protected PrivateIdentifier ParsePrivateName()
    {
        var start = Tokens.StartPoint;
        var name = Tokens.Text;
        Tokens.Next();
        return State.Finish(new PrivateIdentifier(name), start);
    }

    /// <summary>Reads a use of a private name, which some class around it must declare.</summary>
    protected PrivateIdentifier ParsePrivateReference()
    {
        if (!State.PrivateNames.TryUse(Tokens.Text, Tokens.Start) && State.Options.CheckPrivateFields)
        {
            State.Report(Messages.InvalidPrivateFieldResolution, Tokens.Start, "#" + Tokens.Text);
        }

        return ParsePrivateName();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected Identifier TakeIdentifier()
    {
        var start = Tokens.StartPoint;
        var name = Tokens.Text;
        Tokens.Next();
        return State.Finish(new Identifier(name), start);
    }

    /// <summary>Refuses the current token as an identifier where the context reserves it (ECMA-262 13.1.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void CheckIdentifier(TokenType type, string name)
    {
        if (type != TokenType.Identifier)
        {
            CheckUnusualIdentifier(type, name);
        }
    }

    /// <summary>Whether the current token could be a binding identifier here; says nothing about eval and arguments.</summary>
    protected bool IsIdentifier() => Tokens.Type switch
    {
        <= TokenType.Using => Tokens.Type != TokenType.EndOfFile,
        TokenType.Await => !State.AwaitIsOperator && !State.IsModule,
        TokenType.Yield => !State.YieldIsOperator && !State.Strict,
        TokenType.EscapedStrictReserved => true, // good or bad, an identifier is what it is meant to be
        <= TokenType.Static => !State.Strict,
        _ => false,
    };

    private void CheckUnusualIdentifier(TokenType type, string name)
    {
        var effective = type == TokenType.EscapedStrictReserved ? NameTable.KeywordType(name) : type;
        switch (effective)
        {
            case TokenType.Await:
                CheckAwait();
                break;
            case TokenType.Yield:
                if (State.YieldIsOperator || State.Strict)
                {
                    throw Unexpected();
                }

                break;
            case TokenType.Arguments when (State.Flags & FunctionFlags.NoArguments) != 0:
                State.Report(Messages.ArgumentsDisallowedInInitializerAndStaticBlock, Tokens.Start);
                break;
            case >= TokenType.Implements and <= TokenType.Static when State.Strict:
                throw Unexpected();
            case TokenType.EndOfFile or > TokenType.Await:
                throw Unexpected();
        }
    }

    private void CheckAwait()
    {
        if (State.AwaitIsOperator || State.IsModule || (State.Flags & FunctionFlags.NoAwait) != 0)
        {
            throw Unexpected();
        }

        if (State.Uses.AwaitName < 0)
        {
            State.Uses = State.Uses with { AwaitName = Tokens.Start };
        }
    }
}
